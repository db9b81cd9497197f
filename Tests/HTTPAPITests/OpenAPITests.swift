import Foundation
import GenerationTypes
import HTTPTypes
import Hummingbird
import ImageFetcher
import Logging
import Testing

@testable import HTTPAPI

struct OpenAPITests {
    private let document = OpenAPIDocument(
        HTTPAPIConfiguration(models: [ServedModel(slug: "{slug}", engine: "scene", price: .zero)])
    )

    @Test func isServedWithoutAKey() async throws {
        try await TestService.run { service in
            let json = try await service.sendAsIs(.get, "/openapi.json").json
            #expect(json["openapi"] == "3.1.0")
            let body = json["paths"]?["/v1/\(TestService.slug)"]?["post"]?["requestBody"]
            let schema = body?["content"]?["application/json"]?["schema"]
            #expect(schema?["required"] == ["image_url", "prompt"])
            #expect(schema?["properties"]?["aspect_ratio"]?["default"] == "16:9")
            #expect(schema?["properties"]?["resolution"]?["enum"] == ["1K", "2K"])
        }
    }

    @Test func describesEveryRouteAndNoOther() async throws {
        try await TestService.run { service in
            let served = Set(
                buildRoutes(
                    APIDependencies(
                        store: service.store,
                        fetcher: ImageFetcher(logger: Logger(label: "test")),
                        codec: try TestService.codec()
                    ),
                    configuration: HTTPAPIConfiguration(models: [])
                ).routes.map { "\($0.method) \($0.path)" }
            )
            let described = Set(document.operations.map { "\($0.method) \($0.path)" })
            #expect(served == described)
        }
    }

    @Test func everyErrorThatItNamesIsExplainedWithAnExample() throws {
        let named = Set(
            document.operations.flatMap { $0.json["responses"]?.members ?? [] }
                .compactMap { $0.value["$ref"]?.text }
        )
        let explained = Set(OpenAPIErrors.responses.map { "#/components/responses/\($0.name)" })
        #expect(named.subtracting(explained).isEmpty)
        for (status, _, example) in OpenAPIErrors.all { #expect(example["error"]?.text != nil, "\(status)") }
    }

    @Test func thePageForPeopleNamesEveryPath() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/API.md"), encoding: .utf8)
        for operation in document.operations where !operation.path.hasSuffix("request-history/{id}") {
            #expect(page.contains(operation.path), "docs/API.md does not mention \(operation.path)")
        }
    }

    @Test("describes exactly the fields that are read", arguments: [GenerationVersion.v1, .v2])
    func fields(version: GenerationVersion) throws {
        let names = try #require(OpenAPIDocument.schema(of: version)["properties"]?.members?.map(\.name))
        // A wrong value for every described field: each must be noticed, so each is read.
        let wrong = JSONValue.object(names.map { .init(name: $0, value: .object([])) })
        let error = #expect(throws: APIError.self) { try GenerationBody(wrong, version: version) }
        #expect(Set(error?.faults.map(\.field) ?? []) == Set(names))
    }

    @Test("accepts the defaults that it describes", arguments: [GenerationVersion.v1, .v2])
    func defaults(version: GenerationVersion) throws {
        let properties = try #require(OpenAPIDocument.schema(of: version)["properties"]?.members)
        let defaults = properties.compactMap { property in
            property.value["default"].map { JSONValue.Member(name: property.name, value: $0) }
        }
        let required: [JSONValue.Member] = [
            .init(name: "image_url", value: "http://a/b"), .init(name: "prompt", value: "p"),
        ]
        let body = try GenerationBody(.object(required + defaults), version: version)
        let plain = try GenerationBody(.object(required), version: version)
        #expect(body.aspectRatio == plain.aspectRatio)
        #expect(body.resolution == plain.resolution)
        #expect(body.outputFormat == plain.outputFormat)
        #expect(body.wantsBase64 == plain.wantsBase64)
    }
}
