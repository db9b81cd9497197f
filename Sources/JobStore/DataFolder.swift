import Foundation

/// Where the files of a data folder are.
struct DataFolder: Sendable {
    let database: String
    let artifacts: String
    let temporary: String

    /// Makes the folders that are missing.
    init(path: String) throws {
        database = path + "/yukimi.sqlite"
        artifacts = path + "/artifacts"
        temporary = artifacts + "/tmp"
        for folder in [artifacts, temporary] + ArtifactKind.allCases.map({ "\(artifacts)/\($0.rawValue)" }) {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw StoreError(
                    .notWritable,
                    "the data folder \(folder) cannot be made: \(error.localizedDescription)"
                )
            }
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw StoreError(.notWritable, "the data folder \(path) is not writable")
        }
    }
}
