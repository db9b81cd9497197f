import Foundation
import Testing
import TextTokenizers

@Suite struct TokenizerTests {
    struct Recorded: Decodable {
        struct Encoded: Decodable {
            let text: String
            let ids: [Int32]
        }
        struct Decoded: Decodable {
            let ids: [Int32]
            let all: String
            let withoutSpecial: String
        }
        let encoded: [Encoded]
        let decoded: [Decoded]
    }

    struct RecordedBytes: Decodable {
        let bytes: String
        let ids: [Int32]
    }

    @Test(
        "Texts become the reference's tokens under every pattern",
        arguments: ["qwen", "gpt2", "cl100k", "added"]
    )
    func textsBecomeTheReferencesTokens(name: String) throws {
        let tokenizer = try Fixtures.tokenizer(name)
        let recorded = try #require(try Fixtures.decode([String: Recorded].self, "strings.json")[name])
        #expect(recorded.encoded.count > 30)
        // Twice, as the second time words come from the cache.
        for entry in recorded.encoded + recorded.encoded {
            #expect(tokenizer.encode(entry.text) == entry.ids, "\(entry.text.debugDescription)")
        }
    }

    @Test(
        "Tokens become the reference's text, parts of characters and unknown numbers included",
        arguments: ["qwen", "gpt2", "cl100k", "added"]
    )
    func tokensBecomeTheReferencesText(name: String) throws {
        let tokenizer = try Fixtures.tokenizer(name)
        let recorded = try #require(try Fixtures.decode([String: Recorded].self, "strings.json")[name])
        for entry in recorded.decoded {
            #expect(Array(tokenizer.decode(entry.ids).unicodeScalars) == Array(entry.all.unicodeScalars))
            let visible = tokenizer.decode(entry.ids, skippingSpecialTokens: true)
            #expect(Array(visible.unicodeScalars) == Array(entry.withoutSpecial.unicodeScalars))
        }
    }

    @Test("Bytes that are no UTF-8 are replaced as Python and Rust replace them")
    func malformedBytesAreReplacedAlike() throws {
        let tokenizer = try Fixtures.tokenizer("qwen")
        for entry in try Fixtures.decode([RecordedBytes].self, "bytes.json") {
            var rest = Substring(entry.bytes)
            var bytes: [UInt8] = []
            while !rest.isEmpty {
                bytes.append(try #require(UInt8(rest.prefix(2), radix: 16)))
                rest = rest.dropFirst(2)
            }
            #expect(tokenizer.encode(utf8: bytes) == entry.ids, "\(entry.bytes)")
        }
    }

    @Test("Random bytes never stop it, and come back as the text that they stand for")
    func randomBytesComeBack() throws {
        // Without a normaliser and without added tokens, nothing of the text is lost.
        let tokenizer = try Fixtures.tokenizer("gpt2")
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(Array(tokenizer.decode(tokenizer.encode(utf8: bytes)).utf8) == Array(text.utf8), "\(bytes)")
        }
    }

    @Test("Tokens are found by content and by number")
    func tokensAreLookedUp() throws {
        let tokenizer = try Fixtures.tokenizer("qwen")
        let end = try #require(tokenizer.id(of: "<|im_end|>"))
        #expect(tokenizer.token(end) == "<|im_end|>")
        #expect(tokenizer.id(of: "<|nothing|>") == nil)
        #expect(tokenizer.token(-1) == nil)
        #expect(tokenizer.token(Int32(tokenizer.identifierCount)) == nil)
        let added = Set(tokenizer.addedTokens.filter(\.isSpecial).map(\.content))
        #expect(added.contains("<|image_pad|>") && !added.contains("<think>"))
    }

    @Test(
        "A megabyte of one character takes no longer than its length",
        arguments: ["a", " ", "\n", "é", "\u{301}", "="]
    )
    func longRunsAreLinear(character: String) throws {
        let tokenizer = try Fixtures.tokenizer("qwen")
        func time(_ count: Int, tries: Int) -> Double {
            let text = String(repeating: character, count: count)
            return (0..<tries).map { _ in
                let start = threadSeconds()
                _ = tokenizer.encode(text)
                return threadSeconds() - start
            }.min() ?? 0
        }
        let (short, long) = (time(50_000, tries: 2), time(1_000_000, tries: 1))
        // Twenty times the length; a quadratic method would take four hundred times as long.
        #expect(long < short * 100 + 0.1, "\(short) s became \(long) s")
    }

    @Test("Calls at the same time give the same tokens")
    func concurrentCallsAgree() async throws {
        let tokenizer = try Fixtures.tokenizer("qwen")
        let text = "Make the garden look like a snowy winter evening."
        let expected = tokenizer.encode(text)
        await withTaskGroup(of: [Int32].self) { group in
            for _ in 0..<50 { group.addTask { tokenizer.encode(text) } }
            for await ids in group { #expect(ids == expected) }
        }
    }
}

/// The processor time of this thread, which other tests at the same time do not change.
private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
