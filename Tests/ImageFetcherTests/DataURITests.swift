import ImageFetcher
import Logging
import Testing

struct DataURITests {
    private let fetcher = ImageFetcher(logger: Logger(label: "test"))

    @Test(arguments: [
        ("data:image/png;base64,aW1hZ2U=", "image/png"),
        ("DATA:IMAGE/PNG;BASE64,aW1hZ2U=", "image/png"),
        ("data:image/svg+xml;charset=utf-8;base64,aW1hZ2U=", "image/svg+xml"),
    ])
    func imageIsDecoded(uri: String, mediaType: String) async throws {
        let image = try await fetcher.fetch(uri)
        #expect(image == FetchedImage(bytes: Array("image".utf8), declaredMediaType: mediaType))
    }

    @Test(arguments: [
        "data:", "data:,", "data:image/png;base64", "data:image/png;base64,", "data:image/png,aW1hZ2U=",
        "data:;base64,aW1hZ2U=", "data:image/;base64,aW1hZ2U=", "data:text/html;base64,aW1hZ2U=",
        "data:image/png;base64,aW1hZ2U", "data:image/png;base64,aW1hZ2U=\n", "data:image/png;base64,aW1h Z2U=",
        "data:image/png;base64,aW1hZ2U%3D", "data:image/png;base64,aW1h-_8=", "data:image/png;base64,====",
        "data:image/png;base64,a===", "data:image/png;base64,aW=h",
        "data:image/png;base64,aW1hZ2U=aW1h", "data:image/png;base64,aW1=Z2U=", "data:image/png;base64;x,aW1hZ2U=",
    ])
    func anythingButStrictBase64OfAnImageIsRefused(uri: String) async {
        let error = await #expect(throws: ImageFetchError.self) { _ = try await fetcher.fetch(uri) }
        #expect(error?.code == .invalidDataURI)
    }

    @Test func sizeLimitIsExact() async throws {
        let fetcher = ImageFetcher(
            settings: FetchSettings(limits: FetchLimits(bytes: 6)),
            logger: Logger(label: "test")
        )
        let image = try await fetcher.fetch("data:image/png;base64,aW1hZ2Vz")
        #expect(image.bytes.count == 6)
        let error = await #expect(throws: ImageFetchError.self) {
            _ = try await fetcher.fetch("data:image/png;base64,aW1hZ2VzIQ==")
        }
        #expect(error?.code == .tooLarge)
    }
}
