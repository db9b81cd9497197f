public import Foundation
import NIOHTTP1

extension S3Objects {
    /// `GET ?list-type=2`, a thousand at a time.
    public func list(in folder: String, _ portion: ([StoredObject]) async throws -> Void) async throws {
        var query = ["list-type": "2", "prefix": settings.location.fullKey("\(folder)/")]
        while true {
            let page = try await document(query)
            let objects = try page.all("Contents").map(object)
            if !objects.isEmpty { try await portion(objects) }
            guard page["IsTruncated"]?.text == "true", let token = page["NextContinuationToken"]?.text else { return }
            query["continuation-token"] = token
        }
    }

    /// `GET ?uploads`, and `DELETE ?uploadId=…` for each that is old.
    public func deleteUnfinished(begunBefore limit: Date) async throws {
        var query = ["uploads": "", "prefix": settings.location.fullKey("")]
        while true {
            let page = try await document(query)
            for upload in page.all("Upload") {
                guard let full = upload["Key"]?.text, let key = settings.location.ownKey(full),
                    let id = upload["UploadId"]?.text, try date(upload["Initiated"]) < limit
                else { continue }
                try await abort(key, id)
            }
            guard page["IsTruncated"]?.text == "true", let next = page["NextKeyMarker"]?.text else { return }
            query["key-marker"] = next
            query["upload-id-marker"] = page["NextUploadIdMarker"]?.text
        }
    }

    private func document(_ query: [String: String]) async throws -> XMLNode {
        try await connection.send(S3Request(method: .GET, query: query)) { answer in
            guard let document = XMLNode(answer.body), document.name != "Error" else {
                throw S3Failure(code: .unavailable, reason: "the answer is no list", prospect: .unknown)
            }
            return document
        }
    }

    private func object(_ node: XMLNode) throws -> StoredObject {
        guard let full = node["Key"]?.text, let key = settings.location.ownKey(full),
            let size = node["Size"].flatMap({ Int($0.text) })
        else { throw ObjectStorageError(.unavailable, "\(place): a list has an object without key or size") }
        return StoredObject(key: key, byteCount: size, written: try date(node["LastModified"]))
    }

    private func date(_ node: XMLNode?) throws -> Date {
        let text = node?.text ?? ""
        // With and without fractions of a second.
        if let date = try? Date(text, strategy: .iso8601.time(includingFractionalSeconds: true)) { return date }
        guard let date = try? Date(text, strategy: .iso8601) else {
            throw ObjectStorageError(.unavailable, "\(place): a list has the time '\(text)'")
        }
        return date
    }
}
