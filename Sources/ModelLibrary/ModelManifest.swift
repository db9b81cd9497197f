import Foundation

/// What was pulled, written beside it as `yukimi-model.json`.
public struct ModelManifest: Sendable, Hashable, Codable {
    public static let fileName = "yukimi-model.json"

    /// The version of this format; 1.
    public var format = 1
    public let repository: String
    /// The branch, tag or commit that was asked for.
    public let revision: String
    /// The commit that it meant.
    public let commit: String
    public let licence: String
    /// Sorted by path.
    public let files: [File]

    public struct File: Sendable, Hashable, Codable {
        /// Relative to the model's folder.
        public let path: String
        public let size: Int64
        /// In hexadecimal digits.
        public let sha256: String
    }

    /// The manifest of a folder; nil when it has none.
    ///
    /// - Throws: `ModelLibraryError` when it cannot be read: it was not written by a pull, or was damaged.
    static func read(folder: String) throws -> ModelManifest? {
        let path = folder + "/" + fileName
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let manifest = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
            guard manifest.format == 1 else {
                throw ModelLibraryError(.storageFailed, path, "its format is \(manifest.format), and only 1 is known")
            }
            for file in manifest.files { _ = try RemotePath(file.path) }
            return manifest
        } catch let error as DecodingError {
            throw ModelLibraryError(.storageFailed, path, "it is no manifest: \(error)")
        } catch let error as CocoaError {
            throw ModelLibraryError(.storageFailed, path, "it cannot be read: \(error.localizedDescription)")
        }
    }

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }
}
