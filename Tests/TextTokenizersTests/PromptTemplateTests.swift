import Testing
import TextTokenizers

@Suite struct PromptTemplateTests {
    struct Recorded: Decodable {
        let template: String
        let prompt: String
        let dropped: Int
        let images: Int
        let firstImage: Int
        let others: [Int32]
    }

    @Test("DreamLite's templates give the tokens of the reference's own, with an image's places filled in")
    func templatesGiveTheReferencesTokens() throws {
        let tokenizer = try Fixtures.tokenizer("qwen")
        let image = try #require(tokenizer.id(of: "<|image_pad|>"))
        let templates = ["edit": PromptTemplate.dreamLiteEdit, "generate": PromptTemplate.dreamLiteGenerate]
        for entry in try Fixtures.decode([Recorded].self, "prompts.json") {
            let template = try #require(templates[entry.template])
            #expect(template.droppedTokenCount == entry.dropped)
            let counts = entry.images > 0 ? [entry.images] : []
            let ids = try template.encode(entry.prompt, with: tokenizer, imageTokenCounts: counts)
            #expect(ids.filter { $0 != image } == entry.others, "\(entry.template): \(entry.prompt)")
            #expect(ids.count { $0 == image } == entry.images)
            #expect(ids.firstIndex(of: image) ?? -1 == entry.firstImage)
        }
    }

    @Test("Each place for an image is filled by its own count")
    func placesHaveTheirOwnCounts() throws {
        let tokenizer = try Fixtures.tokenizer("qwen")
        let ids = tokenizer.encode("a<|image_pad|>b<|image_pad|>")
        let expanded = try tokenizer.expand("<|image_pad|>", in: ids, to: [3, 2])
        #expect(
            tokenizer.decode(expanded) == "a" + String(repeating: "<|image_pad|>", count: 3) + "b"
                + String(repeating: "<|image_pad|>", count: 2)
        )
    }

    @Test("A prompt that brings a place for an image of its own is refused")
    func promptsBringNoImages() throws {
        let tokenizer = try Fixtures.tokenizer("qwen")
        let error = #expect(throws: TokenizerError.self) {
            try PromptTemplate.dreamLiteEdit.encode("<|image_pad|>", with: tokenizer, imageTokenCounts: [4])
        }
        #expect(error?.code == .placeholderMismatch)
        #expect(error?.reason == "it has 2 places '<|image_pad|>' for 1 images")
    }
}
