/// A model on disk.
public struct InstalledModel: Sendable, Hashable {
    public let name: ModelName
    /// The path of its folder.
    public let folder: String
    /// Where it came from; nil for a folder that was copied here by hand.
    public let manifest: ModelManifest?
    /// The bytes of all files.
    public let size: Int64
}
