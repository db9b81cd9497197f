import GenerationTypes
import ImageCodecs
import ImageFetcher
import JobStore
import NIOPosix

/// Brings the images behind a request's URLs into the artifact store, judged by their headers, before the request is
/// accepted: an accepted request has all it needs, and a bad URL is the client's error and not a failed job.
struct ImageIntake: Sendable {
    let fetcher: ImageFetcher
    let codec: ImageCodec
    let artifacts: ArtifactStore
    let slots: FetchSlots
    /// Headers are read here: even microseconds of C on hostile bytes stay off the threads that answer requests.
    let threads: NIOThreadPool
    let metrics = FetchMetrics()

    /// A URL and the fields of the body that hold it.
    struct Wanted: Sendable {
        let location: ImageLocation
        let field: String
    }

    /// Whose images they are, and what counts the memory that they take.
    struct Owner: Sendable {
        let account: AccountID
        let memory: MemoryBudget.Share
    }

    /// Fetches all images at once, each URL once.
    ///
    /// - Throws: ``APIError`` that names every image that cannot be had.
    func store(_ wanted: [Wanted], of owner: Owner, origins: [PublicOrigin]) async throws -> [ImageLocation:
        ArtifactKey]
    {
        let first = Dictionary(wanted.map { ($0.location, $0) }, uniquingKeysWith: { first, _ in first })
        let results =
            try await first.count == 1 ? results(of: wanted[0], owner, origins) : results(of: first, owner, origins)
        let errors = wanted.compactMap { image -> APIError? in
            guard case .failure(let error) = results[image.location] else { return nil }
            return error
        }
        if let error = Self.combined(errors) { throw error }
        return results.compactMapValues { try? $0.get() }
    }

    private typealias Results = [ImageLocation: Result<ArtifactKey, APIError>]

    /// Most requests have one image, which needs no task of its own.
    private func results(of image: Wanted, _ owner: Owner, _ origins: [PublicOrigin]) async throws -> Results {
        [image.location: try await result(of: image, owner, origins)]
    }

    private func results(
        of images: [ImageLocation: Wanted],
        _ owner: Owner,
        _ origins: [PublicOrigin]
    ) async throws -> Results {
        try await withThrowingTaskGroup(of: (Wanted, Result<ArtifactKey, APIError>).self) { group in
            for image in images.values {
                group.addTask { (image, try await result(of: image, owner, origins)) }
            }
            return try await group.reduce(into: Results()) { results, next in results[next.0.location] = next.1 }
        }
    }

    /// Faults of ours come first: what the client did wrong is uncertain then.
    private static func combined(_ errors: [APIError]) -> APIError? {
        guard let first = errors.first(where: { $0.faults.isEmpty }) ?? errors.first else { return nil }
        guard !first.faults.isEmpty else { return first }
        var seen: Set<FieldFault> = []
        return .invalidParameters(errors.flatMap(\.faults).filter { seen.insert($0).inserted })
    }

    private func result(
        of image: Wanted,
        _ owner: Owner,
        _ origins: [PublicOrigin]
    ) async throws -> Result<ArtifactKey, APIError> {
        do {
            return .success(try await key(of: image, owner, origins))
        } catch let error as APIError {
            return .failure(error)
        } catch let error as ImageFetchError {
            return .failure(APIError(error, field: image.field))
        } catch let error as ImageCodecError {
            return .failure(APIError(error, field: image.field))
        }
    }

    private func key(of image: Wanted, _ owner: Owner, _ origins: [PublicOrigin]) async throws -> ArtifactKey {
        if let own = Self.ownArtifact(image.location, origins) {
            guard try await artifacts.isKept(own) else {
                let message = "\(JSONValue.string(image.location.text).excerpt) is not, or no longer, stored here"
                throw APIError.invalidParameters([FieldFault(field: image.field, message: message)])
            }
            return own
        }
        let fetched = try await fetch(image.location, owner)
        let header = try await inspect(fetched.bytes)
        return try await artifacts.put(fetched.bytes, in: .inputs, fileExtension: header.format.fileExtension)
    }

    /// An image inside the request is in memory already: it need not wait for others' downloads, and is paid for.
    private func fetch(_ location: ImageLocation, _ owner: Owner) async throws -> FetchedImage {
        guard !location.isData else { return try await fetcher.fetch(location.text) }
        do {
            return try await slots.withSlot(of: owner.account) {
                try await metrics.counting {
                    try await fetcher.fetch(location.text) { try owner.memory.take($0) }
                }
            }
        } catch is FetchSlots.TooManyWait {
            throw APIError.unavailable("Too many images of this account are being fetched; try again")
        }
    }

    /// Fetches an image and keeps it as an upload of the account.
    ///
    /// - Throws: ``APIError`` that names the field.
    func storeAsset(_ location: ImageLocation, of owner: Owner, field: String) async throws -> ArtifactKey {
        do {
            let fetched = try await fetch(location, owner)
            let header = try await inspect(fetched.bytes)
            let fileExtension = header.format.fileExtension
            return try await artifacts.put(
                fetched.bytes,
                in: .assets,
                fileExtension: fileExtension,
                account: owner.account
            )
        } catch let error as ImageFetchError {
            throw APIError(error, field: field)
        } catch let error as ImageCodecError {
            throw APIError(error, field: field)
        }
    }

    /// - Throws: ``ImageCodecError``
    func inspect(_ bytes: [UInt8]) async throws -> ImageHeader {
        try await threads.runIfActive { [codec] in try codec.inspect(bytes) }
    }

    /// The artifact that a URL of this server names: uploads and results are read from the store. No connection leads
    /// back to ourselves, which the fetcher's address checks would refuse anyway.
    static func ownArtifact(_ location: ImageLocation, _ origins: [PublicOrigin]) -> ArtifactKey? {
        for origin in origins where location.text.count > origin.description.count {
            let cut = location.text.index(location.text.startIndex, offsetBy: origin.description.count)
            guard location.text[..<cut].lowercased() == origin.description else { continue }
            let path = location.text[cut...]
            guard path.hasPrefix("/assets/") || path.hasPrefix("/files/") else { continue }
            return ArtifactKey(String(path.dropFirst()))
        }
        return nil
    }
}
