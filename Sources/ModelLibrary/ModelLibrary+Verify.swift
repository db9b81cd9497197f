import NIOPosix

/// What a comparison of a model with its manifest has found.
public struct ModelVerification: Sendable, Hashable {
    /// How many files are as they were pulled.
    public internal(set) var intactCount = 0
    /// Paths of files whose size or content is another.
    public internal(set) var damaged: [String] = []
    public internal(set) var missing: [String] = []

    public var isIntact: Bool { damaged.isEmpty && missing.isEmpty }
}

extension ModelLibrary {
    /// Reads every file of a model again and compares it with the manifest.
    ///
    /// - Throws: `ModelLibraryError` when there is no such model, or it has no manifest to compare with.
    public func verify(_ name: String) async throws -> ModelVerification {
        let model = try model(named: name)
        guard let manifest = model.manifest else {
            throw ModelLibraryError(
                .notInstalled,
                name,
                "the folder was copied here by hand, without \(ModelManifest.fileName), so there is nothing to compare with"
            )
        }
        var verification = ModelVerification()
        for file in manifest.files {
            try Task.checkCancellation()
            let path = model.folder + "/" + file.path
            // Hashing gigabytes on the cooperative pool would stop everything else that runs on it.
            let digests = try await NIOThreadPool.singleton.runIfActive { try FileDigests(path: path) }
            switch digests {
            case nil: verification.missing.append(file.path)
            case .some(let found) where found.size == file.size && found.sha256 == file.sha256:
                verification.intactCount += 1
            case .some: verification.damaged.append(file.path)
            }
        }
        return verification
    }
}
