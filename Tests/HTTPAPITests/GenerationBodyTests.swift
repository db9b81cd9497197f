import GenerationTypes
import Testing

@testable import HTTPAPI

struct GenerationBodyTests {
    private let image = "https://example.com/garden.jpg"

    private func parse(_ changes: KeyValuePairs<String, JSONValue>, _ version: GenerationVersion = .v2) throws(APIError)
        -> GenerationBody
    {
        var members: [JSONValue.Member] = [
            .init(name: "image_url", value: .string(image)), .init(name: "prompt", value: "make it winter"),
        ]
        for (name, value) in changes {
            members.removeAll { $0.name == name }
            members.append(.init(name: name, value: value))
        }
        return try GenerationBody(.object(members), version: version)
    }

    private func faults(_ changes: KeyValuePairs<String, JSONValue>, _ version: GenerationVersion = .v2) -> [String] {
        do throws(APIError) {
            _ = try parse(changes, version)
            return []
        } catch {
            return error.faults.map(\.text)
        }
    }

    @Test func fillsInTheDefaults() throws {
        let body = try parse([:])
        #expect(body.image.text == image)
        #expect(body.prompt.text == "make it winter")
        #expect(body.aspectRatio == .landscape16x9)
        #expect(body.resolution == .standard)
        #expect(body.outputFormat == .png)
        #expect(body.elements.isEmpty)
        #expect(body.seed == nil)
        #expect(body.ignoredParameters.isEmpty)
    }

    @Test func readsEveryField() throws {
        let body = try parse([
            "prompt": "  put (element1) here  ", "aspect_ratio": "2:3", "resolution": "2K", "output_format": "jpeg",
            "seed": .number("4294967295"), "webhook_url": "https://example.com/hook?x=1",
            "elements": [["frontal_image_url": "https://e.com/1", "reference_image_urls": ["https://e.com/2"]]],
        ])
        #expect(body.prompt.text == "put (element1) here")
        #expect(body.aspectRatio == .portrait2x3)
        #expect(body.resolution == .high)
        #expect(body.outputFormat == .jpeg)
        #expect(body.seed == .max)
        #expect(body.webhookURL == "https://example.com/hook?x=1")
        #expect(body.elements.map(\.frontal.text) == ["https://e.com/1"])
        #expect(body.elements.flatMap(\.references).map(\.text) == ["https://e.com/2"])
    }

    @Test func takesNullForWhatIsLeftOut() throws {
        let body = try parse(["elements": .null, "aspect_ratio": .null, "seed": .null, "resolution": .null])
        #expect(body.aspectRatio == .landscape16x9)
    }

    @Test(
        "names the field, the value and what is allowed",
        arguments: [
            (["aspect_ratio": "5:4"], "aspect_ratio: '5:4' is not one of 16:9, 9:16, 1:1, 4:3, 3:4, 3:2, 2:3"),
            (["aspect_ratio": .number("1.5")], "aspect_ratio: 1.5 is not one of 16:9, 9:16, 1:1, 4:3, 3:4, 3:2, 2:3"),
            (["output_format": "jpg"], "output_format: 'jpg' is not one of png, jpeg, webp"),
            (["resolution": "1k"], "resolution: '1k' is not one of 1K, 2K"),
            (["prompt": .null], "prompt: is required"),
            (["prompt": " \n "], "prompt: is empty; 1 to 2500 characters are allowed"),
            (["prompt": 5], "prompt: 5 is not a string"),
            (["image_url": .null], "image_url: is required"),
            (["image_url": ""], "image_url: '' is not an http, https or data:image URL"),
            (["image_url": "ftp://e.com/a"], "image_url: 'ftp://e.com/a' is not an http, https or data:image URL"),
            (["image_url": "https://"], "image_url: 'https://' is not an http, https or data:image URL"),
            (["image_url": "http://a b/"], "image_url: 'http://a b/' is not an http, https or data:image URL"),
            (["image_url": ["x"]], "image_url: a list of 1 is not an http, https or data:image URL"),
            (["seed": .number("-1")], "seed: -1 is not an integer from 0 to 4294967295"),
            (["seed": .number("4294967296")], "seed: 4294967296 is not an integer from 0 to 4294967295"),
            (["seed": "7"], "seed: '7' is not an integer from 0 to 4294967295"),
            (
                ["webhook_url": "mailto:a@b"],
                "webhook_url: 'mailto:a@b' is not an http or https URL of at most 2048 bytes"
            ),
            (["elements": "x"], "elements: 'x' is not a list"),
            (["elements": [true]], "elements[0]: true is not an object"),
            (["elements": [[:]]], "elements[0]: needs frontal_image_url or at least one of reference_image_urls"),
            (
                ["elements": [["frontal_image_url": "x"]]],
                "elements[0].frontal_image_url: 'x' is not an http, https or data:image URL"
            ),
            (
                ["elements": [["reference_image_urls": ["http://a", "http://b", "http://c", "http://d"]]]],
                "elements[0].reference_image_urls: has 4 items; 0 to 3 are allowed"
            ),
            (["prompt": "with (element1)"], "prompt: names (element1), but the request has no elements"),
            (
                ["prompt": "with @Element2", "elements": [["frontal_image_url": "http://a"]]],
                "prompt: names @Element2, but elements has 1"
            ),
            (
                ["prompt": "with <<<element_0>>>", "elements": [["frontal_image_url": "http://a"]]],
                "prompt: names <<<element_0>>>, but elements has 1"
            ),
        ] as [(KeyValuePairs<String, JSONValue>, String)]
    )
    func explains(changes: KeyValuePairs<String, JSONValue>, message: String) {
        #expect(faults(changes) == [message])
    }

    @Test func listsAllFaultsOfABody() {
        let found = faults([
            "prompt": "", "aspect_ratio": "x", "resolution": 3, "output_format": false, "seed": "s", "webhook_url": 1,
            "elements": [["frontal_image_url": 1], ["reference_image_urls": ["x", 2]], 3],
        ])
        let fields = found.map { $0.prefix { $0 != ":" } }
        #expect(
            fields == [
                "prompt", "aspect_ratio", "elements[0].frontal_image_url", "elements[1].reference_image_urls[0]",
                "elements[1].reference_image_urls[1]", "elements[2]", "output_format", "resolution", "seed",
                "webhook_url",
            ]
        )
    }

    @Test func countsThePromptInCharacters() throws {
        #expect(try parse(["prompt": .string(String(repeating: "雪", count: 2_500))]).prompt.text.count == 2_500)
        let long = String(repeating: "é", count: 2_501)
        #expect(faults(["prompt": .string(long)]) == ["prompt: has 2501 characters; 1 to 2500 characters are allowed"])
    }

    @Test func takesTenElementImagesAndNoMore() throws {
        let full: JSONValue = [
            "frontal_image_url": "http://a", "reference_image_urls": ["http://b", "http://c", "http://d"],
        ]
        let two: JSONValue = ["frontal_image_url": "http://a", "reference_image_urls": ["http://b"]]
        #expect(try parse(["elements": [full, full, two]]).elements.map(\.imageCount) == [4, 4, 2])
        #expect(faults(["elements": [full, full, full]]) == ["elements: has 12 images; at most 10 are allowed"])
    }

    @Test func takesTheFirstViewForAMissingFrontalOne() throws {
        let body = try parse(["elements": [["reference_image_urls": ["http://a", "http://b", "http://c"]]]])
        #expect(body.elements.first?.frontal.text == "http://a")
        #expect(body.elements.first?.references.map(\.text) == ["http://b", "http://c"])
    }

    @Test func ignoresWhatItDoesNotKnow() throws {
        let body = try parse(["b": 1, "a": [:], "base64": "not even checked"], .v2)
        #expect(body.ignoredParameters == ["b", "a", "base64"])
        #expect(try parse(["webhook_url": 3], .v1).ignoredParameters == ["webhook_url"])
        #expect(faults(["base64": "yes"], .v1) == ["base64: 'yes' is not true or false"])
    }

    @Test func shortensValuesInMessages() {
        let found = faults(["aspect_ratio": .string("\u{1B}[31m" + String(repeating: "x", count: 1_000))])
        #expect(found.first?.count ?? 0 < 200)
        #expect(found.first?.contains("\u{1B}") == false)
    }

    @Test("wants an object", arguments: [[], "x", 3, .null, true] as [JSONValue])
    func wantsObject(json: JSONValue) {
        #expect(throws: APIError.self) { try GenerationBody(json, version: .v1) }
    }
}
