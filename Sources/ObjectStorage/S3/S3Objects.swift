import Crypto
public import Foundation
public import Logging
import NIOHTTP1

/// Objects in a bucket of AWS, or of whatever speaks S3: MinIO, Ceph, R2.
///
/// | call | requests |
/// |---|---|
/// | `save` | `PUT`; large ones in parts, see `S3Objects+Multipart.swift` |
/// | `load` | `GET`, with `Range` for a part |
/// | `size` | `HEAD` |
/// | `delete` | `DELETE`, or `POST ?delete` for a thousand at a time |
/// | `list`, `deleteUnfinished` | see `S3Objects+Listing.swift` |
///
/// Each object carries its SHA-256 as metadata, and a whole object is compared with it when it is read: an `ETag` is a
/// checksum only for some uploads and encryptions.
public struct S3Objects: ObjectStore {
    public let pieceSize = 1 << 20
    public let isListingCostly = true
    let connection: S3Connection
    static let checksum = "x-amz-meta-sha256"

    /// - Throws: ``ObjectStorageError`` `refused` when the file of certificate authorities cannot be read.
    public init(
        _ settings: S3Settings,
        logger: Logger = Logger(label: "s3") { _ in SwiftLogNoOpLogHandler() },
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        connection = try S3Connection(settings, logger: logger, now: now)
    }

    var settings: S3Settings { connection.settings }

    public var place: String {
        let settings = settings
        return "\(settings.location) at \(settings.endpoint ?? .aws(region: settings.region))"
    }

    public func save(_ bytes: [UInt8], as key: String) async throws {
        let hash = try await BlockingWork().run { RequestSignature.hash(bytes) }
        let headers = [Self.checksum: hash, "content-type": "application/octet-stream"]
        if bytes.count >= settings.limits.multipartSize {
            try await saveInParts(bytes, as: key, headers: headers)
        } else {
            _ = try await connection.send(S3Request(method: .PUT, key: key, headers: headers, body: bytes[...]))
        }
    }

    public func load(_ key: String) async throws -> [UInt8] {
        let arithmetic = BlockingWork()
        var attempt = 1
        while true {
            let answer = try await connection.send(S3Request(method: .GET, key: key))
            let wanted = answer.headers.first(name: Self.checksum)
            let found = try await arithmetic.run { RequestSignature.hash(answer.body) }
            // Put there by something else: nothing to compare with.
            if wanted == nil || wanted == found { return answer.body }
            attempt += 1
            if attempt > 2 {
                throw ObjectStorageError(
                    .corrupt,
                    "\(place): \(key) is damaged: its SHA-256 should be \(wanted ?? "") and is \(found); "
                        + "restore it from a backup"
                )
            }
        }
    }

    public func load(_ key: String, _ range: Range<Int>) async throws -> [UInt8] {
        guard !range.isEmpty else { return [] }
        var request = S3Request(method: .GET, key: key)
        request.headers["range"] = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
        do {
            return try await connection.send(request) { answer in
                // Whoever ignores ranges sends everything.
                let part = answer.status == 200 ? Array(answer.body.dropFirst(range.lowerBound)) : answer.body
                return Array(part.prefix(range.count))
            }
        } catch let error as ObjectStorageError where error.code == .refused {
            // 416: it ends before the range begins.
            guard let size = try await size(of: key), size <= range.lowerBound else { throw error }
            return []
        }
    }

    public func size(of key: String) async throws -> Int? {
        var request = S3Request(method: .HEAD, key: key)
        request.acceptsNotFound = true
        let answer = try await connection.send(request)
        return answer.isNotFound ? nil : answer.headers.first(name: "content-length").flatMap { Int($0) }
    }

    public func delete(_ keys: [String]) async throws {
        if keys.count == 1 {
            var request = S3Request(method: .DELETE, key: keys[0])
            request.acceptsNotFound = true
            _ = try await connection.send(request)
            return
        }
        for start in stride(from: 0, to: keys.count, by: 1_000) {
            try await deleteTogether(keys[start..<min(start + 1_000, keys.count)])
        }
    }

    private func deleteTogether(_ keys: ArraySlice<String>) async throws {
        let objects = keys.map { "<Object><Key>\(xmlEscaped(settings.location.fullKey($0)))</Key></Object>" }
        let body = Array("<Delete><Quiet>true</Quiet>\(objects.joined())</Delete>".utf8)
        var request = S3Request(method: .POST, query: ["delete": ""], body: body[...])
        request.headers["content-type"] = "application/xml"
        request.headers["content-md5"] = Data(Insecure.MD5.hash(data: body)).base64EncodedString()
        try await connection.send(request) { answer in
            guard let refused = XMLNode(answer.body)?.all("Error").first else { return }
            let words = ["Key", "Code", "Message"].compactMap { refused[$0]?.text }.joined(separator: ": ")
            throw S3Failure(code: .unavailable, reason: "some were not deleted: \(words)", prospect: .refused)
        }
    }

    public func check(writing: Bool) async throws {
        var request = S3Request(method: .GET, query: ["list-type": "2", "max-keys": "1"])
        request.retrying = .never
        _ = try await connection.send(request)
        guard writing else { return }
        let key = "tmp/check-\(UUID().uuidString.lowercased())"
        let bytes = Array("may be deleted".utf8)
        try await save(bytes, as: key)
        let found = try await load(key)
        try await delete([key])
        guard found == bytes else { throw ObjectStorageError(.corrupt, "\(place): \(key) came back different") }
    }
}
