import Foundation

extension ModelLibrary {
    /// Space that is left free beside a model, for the system and other programs.
    private static let spareSpace: Int64 = 64 << 20
    private static let largestLicence: Int64 = 1 << 20

    /// Downloads a model and installs it, or goes on with a pull that was interrupted.
    ///
    /// 1. what the repository has at the revision, and at which commit
    /// 2. nothing more when that commit is installed already
    /// 3. the licence, shown and accepted
    /// 4. the space that is needed
    /// 5. each file: its missing parts, its checksum
    /// 6. the manifest, and one renaming that makes it a model
    ///
    /// - Parameters:
    ///   - model: a name of the catalogue, or `owner/repository`, with `@revision` or without.
    ///   - options: says whether the licence is accepted, and how much comes at the same time.
    ///   - progress: called from any thread, one call at a time.
    /// - Returns: the model, every file of which has the hub's checksum.
    /// - Throws: `ModelLibraryError`, or `CancellationError`. The model that was there before, or none, is there still.
    public func pull(
        _ model: String,
        options: PullOptions,
        progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws -> InstalledModel {
        let reference = try ModelReference(model)
        let lock = try PullLock(path: staging(of: reference.name) + ".lock", model: reference.name.text)
        defer { lock.release() }
        PullFolder.recover(path(of: reference.name), staging: staging(of: reference.name))
        do {
            return try await HubClient.withClient(hub, repository: reference.repository, logger: logger) { client in
                try await pull(reference, client: client, options: options, progress: progress)
            }
        } catch let failure as HubFailure {
            throw failure.error
        }
    }

    private func pull(
        _ reference: ModelReference,
        client: HubClient,
        options: PullOptions,
        progress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> InstalledModel {
        let listing = try await client.listing(revision: reference.revision)
        if let installed = try installed(reference, listing: listing) { return installed }
        let terms = try await terms(of: reference, listing: listing, client: client)
        guard await options.acceptsLicence(terms) else {
            throw ModelLibraryError(
                .licenceNotAccepted,
                reference.name.text,
                "its licence (\(terms.name)) was not accepted"
            )
        }
        var files: [RemoteFile] = []
        for file in listing.files {
            let isComplete = file.size != nil && file.checksum != nil
            files.append(isComplete ? file : try await client.completed(file, commit: listing.commit))
        }
        let place = try PullFolder(
            path: staging(of: reference.name),
            commit: listing.commit,
            files: files,
            disk: disk,
            library: self
        )
        let (present, total) = try (place.presentBytes(), place.totalBytes)
        try checkSpace(total - present, for: reference.name)
        let meter = ProgressMeter(completed: present, total: total, report: progress)
        meter.add(0)
        var pulled: [ModelManifest.File] = []
        for (index, file) in files.enumerated() {
            try Task.checkCancellation()
            meter.begin(file.path.text)
            if let finished = try await place.finishedFile(index) {
                pulled.append(finished)
                continue
            }
            let part = try place.part(index)
            defer { part.close() }
            let download = FileDownload(
                file: file,
                size: part.size,
                commit: listing.commit,
                client: client,
                options: options,
                meter: meter
            )
            let paths = try (place.partPath(index), place.destination(index))
            pulled.append(try await download.run(part, partPath: paths.0, destination: paths.1))
        }
        let manifest = ModelManifest(
            repository: reference.repository,
            revision: reference.revision,
            commit: listing.commit,
            licence: terms.name,
            files: pulled
        )
        try place.install(manifest, as: path(of: reference.name))
        return try self.model(named: reference.name.text)
    }

    /// The model, if this commit of it is here with all its files.
    ///
    /// - Throws: `ModelLibraryError` when the folder's name is taken by something that was not pulled.
    private func installed(_ reference: ModelReference, listing: HubListing) throws -> InstalledModel? {
        guard FileManager.default.fileExists(atPath: path(of: reference.name)) else { return nil }
        guard let manifest = try ModelManifest.read(folder: path(of: reference.name)),
            manifest.repository == reference.repository
        else {
            throw ModelLibraryError(
                .alreadyExists,
                reference.name.text,
                "\(path(of: reference.name)) is there and is not this repository's; remove or rename it first"
            )
        }
        let isWhole = manifest.files.allSatisfy { file in
            let path = path(of: reference.name) + "/" + file.path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.size] as? Int64 == file.size
        }
        return manifest.commit == listing.commit && isWhole ? try model(named: reference.name.text) : nil
    }

    private func terms(
        of reference: ModelReference,
        listing: HubListing,
        client: HubClient
    ) async throws -> LicenceTerms {
        let names = ["license", "licence", "license.md", "licence.md", "license.txt", "licence.txt"]
        let file = listing.files.first {
            names.contains($0.path.text.lowercased()) && ($0.size ?? 0) <= Self.largestLicence
        }
        var text: String?
        if let file {
            let data = try await client.contents(of: file.path, commit: listing.commit, limit: Int(Self.largestLicence))
            text = String(decoding: data, as: UTF8.self)
        }
        return LicenceTerms(
            model: "\(reference.repository)@\(reference.revision)",
            name: listing.licenceName ?? reference.known?.licence ?? "the repository names no licence",
            link: listing.licenceLink,
            text: text
        )
    }

    private func checkSpace(_ bytes: Int64, for name: ModelName) throws {
        let available = try storage { try disk.availableSpace(folder) }
        guard available >= bytes + Self.spareSpace else {
            throw ModelLibraryError(
                .diskFull,
                name.text,
                "\(bytes) more bytes and \(Self.spareSpace) to spare are needed in \(folder), and \(available) are free"
            )
        }
    }
}
