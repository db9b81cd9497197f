import Logging
public import ObjectStorage

/// Where a store's artifacts are.
public enum ArtifactLocation: Sendable, Hashable {
    /// Files in the data folder: one machine, or a folder that all machines see.
    case dataFolder
    /// A bucket that all machines reach.
    case s3(S3Settings)

    /// - Throws: ``StoreError``.
    func open(_ files: DataFolder, logger: Logger) throws -> any ObjectStore {
        switch self {
        case .dataFolder:
            return FolderObjects(path: files.artifacts, temporary: files.temporary)
        case .s3(let settings):
            do {
                return try S3Objects(settings, logger: logger)
            } catch let error as ObjectStorageError {
                throw StoreError(error)
            }
        }
    }
}

extension StoreError {
    init(_ error: ObjectStorageError) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .refused: .notWritable
            case .unavailable: .unavailable
            case .corrupt: .corrupt
            }
        self.init(code, error.message)
    }
}
