/// A file's path in a repository, from a hub that may be hostile: relative, below the model's folder, and of plain names.
struct RemotePath: Sendable, Hashable {
    let text: String

    /// - Throws: `ModelLibraryError` for anything else: an absolute path, `..`, hidden or empty names, control characters,
    ///   backslashes, names that are too long, or the manifest's own.
    init(_ text: String) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= 1000, parts.count <= 16, parts.allSatisfy(Self.isPlain), text != ModelManifest.fileName
        else {
            throw ModelLibraryError(.unsafeListing, text, "the repository has a file of this name, which is refused")
        }
        self.text = text
    }

    /// Files such as `.gitattributes` serve the repository, not the model.
    static func isHidden(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).contains { $0.hasPrefix(".") }
            && !text.contains("..")
    }

    private static func isPlain(_ name: Substring) -> Bool {
        guard (1...200).contains(name.utf8.count), let first = name.utf8.first, let last = name.utf8.last else {
            return false
        }
        let isAllowed = name.utf8.allSatisfy { $0.isNameCharacter || "+=@,()[] ".utf8.contains($0) }
        return isAllowed && (first.isLetterOrDigit || "_([".utf8.contains(first)) && last != UInt8(ascii: " ")
            && last != UInt8(ascii: ".")
    }
}
