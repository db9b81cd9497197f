import NIOHTTP1

/// Large objects, in parts: a part that fails is sent again alone.
///
/// 1. `POST ?uploads` begins an upload and names it;
/// 2. `PUT ?partNumber=…&uploadId=…` sends a part, some at the same time;
/// 3. `POST ?uploadId=…` with the list of parts makes the object, whole, at once.
///
/// When anything fails the upload is aborted, because parts cost money until then. Where even that fails,
/// ``S3Objects/deleteUnfinished(begunBefore:)`` finds it later.
extension S3Objects {
    private static let partsAtOnce = 4

    func saveInParts(_ bytes: [UInt8], as key: String, headers: [String: String]) async throws {
        let upload = try await begin(key, headers)
        do {
            let tags = try await sendParts(of: bytes, key, upload)
            try await complete(key, upload, tags, checksum: headers[Self.checksum])
        } catch {
            // Not a child of this task: when it was cancelled, the upload still has to be aborted.
            await Task { try? await abort(key, upload) }.value
            throw error
        }
    }

    private func begin(_ key: String, _ headers: [String: String]) async throws -> String {
        var request = S3Request(method: .POST, key: key, query: ["uploads": ""], headers: headers)
        // Asked twice, there are two uploads.
        request.retrying = .ifRefused
        return try await connection.send(request) { answer in
            guard let upload = XMLNode(answer.body)?["UploadId"]?.text, !upload.isEmpty else {
                throw S3Failure(code: .unavailable, reason: "the answer names no upload", prospect: .unknown)
            }
            return upload
        }
    }

    private func sendParts(of bytes: [UInt8], _ key: String, _ upload: String) async throws -> [String] {
        let size = settings.limits.partSize
        let count = (bytes.count + size - 1) / size
        let send = { @Sendable (number: Int) async throws -> (Int, String) in
            let part = bytes[number * size..<min((number + 1) * size, bytes.count)]
            let query = ["partNumber": String(number + 1), "uploadId": upload]
            let request = S3Request(method: .PUT, key: key, query: query, body: part)
            return try await connection.send(request) { answer in
                guard let tag = answer.headers.first(name: "etag") else {
                    throw S3Failure(code: .unavailable, reason: "the answer has no ETag", prospect: .unknown)
                }
                return (number, tag)
            }
        }
        return try await withThrowingTaskGroup(of: (Int, String).self) { group in
            var tags = [String](repeating: "", count: count)
            for number in 0..<min(Self.partsAtOnce, count) { group.addTask { try await send(number) } }
            var next = Self.partsAtOnce
            for try await (number, tag) in group {
                tags[number] = tag
                if next < count {
                    let number = next
                    group.addTask { try await send(number) }
                    next += 1
                }
            }
            return tags
        }
    }

    private func complete(_ key: String, _ upload: String, _ tags: [String], checksum: String?) async throws {
        let parts = tags.enumerated().map { number, tag in
            "<Part><PartNumber>\(number + 1)</PartNumber><ETag>\(xmlEscaped(tag))</ETag></Part>"
        }
        let body = Array("<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>".utf8)
        var request = S3Request(method: .POST, key: key, query: ["uploadId": upload], body: body[...])
        request.headers["content-type"] = "application/xml"
        request.retrying = .ifRefused
        do {
            try await connection.send(request) { answer in
                // The status is sent before the work is done: an error may follow in the body.
                guard XMLNode(answer.body)?.name != "Error" else { throw S3Failure(answer) }
            }
        } catch let error as ObjectStorageError where error.code == .unavailable {
            // Whether it was done is asked, not guessed.
            guard let checksum, try await storedChecksum(of: key) == checksum else { throw error }
        }
    }

    private func storedChecksum(of key: String) async throws -> String? {
        var request = S3Request(method: .HEAD, key: key)
        request.acceptsNotFound = true
        return try await connection.send(request).headers.first(name: Self.checksum)
    }

    func abort(_ key: String, _ upload: String) async throws {
        var request = S3Request(method: .DELETE, key: key, query: ["uploadId": upload])
        request.acceptsNotFound = true
        _ = try await connection.send(request)
    }
}
