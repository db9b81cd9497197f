import Foundation
import GenerationTypes
import HTTPTypes
import Hummingbird
import JobStore
import Synchronization
import Testing

@testable import HTTPAPI

/// Uploads, and files that are served.
struct StorageTests {
    private func upload(_ service: TestService, _ urls: [String]) async throws -> Answer {
        try await service.send(.post, "/upload-asset", ["data_urls": .array(urls.map(JSONValue.string))])
    }

    @Test func uploadsAreServedWithoutAKey() async throws {
        try await TestService.run { service in
            let answer = try await upload(service, [try TestService.dataURI(), try TestService.dataURI()])
            #expect(answer.status == 200)
            let json = try answer.json
            #expect(json["message"] == "Files uploaded successfully")
            #expect(json["file_urls"] == json["urls"])
            #expect(json["urls"]?.items?.count == 2)
            #expect(json["urls"]?[0] != json["urls"]?[1])

            let path = try service.path(of: json["urls"]?[0])
            #expect(path.hasPrefix("/assets/") && path.hasSuffix(".png"))
            let file = try await service.sendAsIs(.get, path)
            #expect(file.status == 200)
            #expect(file.bytes == (try TestService.png()))
            #expect(file.headers[.contentType] == "image/png")
            #expect(file.headers[.xContentTypeOptions] == "nosniff")
            let caching = try #require(file.headers[.cacheControl])
            #expect(caching.hasPrefix("private, max-age=604") && caching.hasSuffix(", immutable"))

            let head = try await service.sendAsIs(.head, path)
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(head.headers[.contentLength] == String(file.bytes.count))
        }
    }

    @Test func theExtensionIsThatOfTheBytes() async throws {
        try await TestService.run { service in
            let mislabelled = try TestService.dataURI().replacing("image/png", with: "image/jpeg")
            let answer = try await upload(service, [mislabelled])
            #expect(try service.path(of: answer.json["urls"]?[0]).hasSuffix(".png"))
        }
    }

    @Test func anUploadCanBeUsedInARequest() async throws {
        try await TestService.run { service in
            let url = try #require(try await upload(service, [try TestService.dataURI()]).json["urls"]?[0])
            let id = try await service.submitted(try TestService.body(["image_url": url]))
            let job = try await service.finished(id)
            #expect("/\(job.request.image)" == (try service.path(of: url)))
            // And so can a result.
            let result = try await service.send(.get, "/v2/requests/\(id)").json["output"]
            let next = try await service.submitted(try TestService.body(["image_url": try #require(result)]))
            #expect("/\(try await service.finished(next).request.image)" == (try service.path(of: result)))
        }
    }

    @Test func whatHasExpiredIsRefusedThoughItIsStillThere() async throws {
        let later = Mutex(Duration.zero)
        let clock = WallClock { WallClock.system.now + later.withLock { $0 } }
        try await TestService.run(clock: clock) { service in
            let url = try #require(try await upload(service, [try TestService.dataURI()]).json["urls"]?[0])
            let body = try TestService.body(["image_url": url])
            #expect(try await service.submit(body).status == 200)
            // No sweep runs here: the file is there until one does.
            later.withLock { $0 = service.store.settings.assetRetention + .seconds(1) }
            let answer = try await service.submit(body)
            #expect(answer.status == 400)
            #expect(answer.error?.hasPrefix("image_url: ") == true)
            #expect(answer.error?.contains("no longer, stored here") == true)
        }
    }

    @Test func everyFaultOfAnUploadIsListedAndNothingIsStored() async throws {
        try await TestService.run { service in
            let answer = try await upload(
                service,
                [try TestService.dataURI(), "data:image/png;base64,AAAA", "data:text/plain;base64,AAAA"]
            )
            #expect(answer.status == 400)
            let fields = try answer.json["errors"]?.items?.compactMap { $0["field"]?.text }
            #expect(fields == ["data_urls[1]", "data_urls[2]"])
            let web = try await upload(service, ["https://example.com/a.png"])
            #expect(web.error == "data_urls[0]: 'https://example.com/a.png' is not a data:image/…;base64 URI")
            #expect(try await service.send(.post, "/upload-asset", [:]).error == "data_urls: is required")
            #expect(try await upload(service, []).error == "data_urls: has 0 items; 1 to 20 are allowed")
        }
    }

    @Test func largeFilesArriveWhole() async throws {
        try await TestService.run { service in
            let bytes = (0..<(2 * service.store.artifacts.pieceSize + 17)).map { UInt8(truncatingIfNeeded: $0 / 251) }
            let key = try await service.store.artifacts.put(bytes, in: .files, fileExtension: "png")
            #expect(try await service.sendAsIs(.get, "/\(key)").bytes == bytes)
        }
    }

    /// Deleted behind the database's back, or after its record was read.
    @Test func aFileWhoseBytesAreGoneIsNotFound() async throws {
        try await TestService.run { service in
            let key = try await service.store.artifacts.put([1, 2, 3], in: .files, fileExtension: "png")
            #expect(try await service.sendAsIs(.head, "/\(key)").status == 200)
            try FileManager.default.removeItem(atPath: service.store.artifacts.place + "/" + key.rawValue)
            let answer = try await service.sendAsIs(.get, "/\(key)")
            #expect(answer.status == 404)
            #expect(answer.error == "There is no such file, or it has expired")
        }
    }

    @Test(
        "only names in the two folders are served",
        arguments: [
            "/files/../yukimi.sqlite", "/files/..%2fyukimi.sqlite", "/files/%2e%2e", "/assets/", "/files/x.png",
            "/inputs/abc.png", "/files/a/b.png", "/files/..", "/files/.",
        ]
    )
    func traversal(path: String) async throws {
        try await TestService.run { service in
            let answer = try await service.sendAsIs(.get, path)
            #expect(answer.status == 404)
        }
    }

    @Test func privateInputsAreNotServed() async throws {
        try await TestService.run { service in
            let job = try await service.finished(try await service.submitted())
            #expect(job.request.image.rawValue.hasPrefix("inputs/"))
            #expect(try await service.sendAsIs(.get, "/\(job.request.image)").status == 404)
            let name = job.request.image.fileName
            #expect(try await service.sendAsIs(.get, "/files/\(name)").status == 404)
        }
    }
}
