import Foundation
import Testing
import TextTokenizers

@Suite struct TokenizerFileTests {
    private static let small = """
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":{"type":"NFC"},
        "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
        "post_processor":null,"decoder":{"type":"ByteLevel"},
        "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"",
        "fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
        "vocab":{"a":0,"b":1,"ab":2,"aba":3},"merges":["a b","ab a"]}}
        """

    private static func read(_ replaced: String = "", by text: String = "") throws -> Tokenizer {
        let json = replaced.isEmpty ? small : small.replacing(replaced, with: text)
        #expect(replaced.isEmpty || json != small)
        return try Tokenizer(json: Array(json.utf8))
    }

    @Test("A file with merges in either spelling is read")
    func bothSpellingsAreRead() throws {
        #expect(try Self.read().encode("abaab") == [3, 2])
        #expect(try Self.read(#"["a b","ab a"]"#, by: #"[["a","b"],["ab","a"]]"#).encode("abaab") == [3, 2])
    }

    @Test("Bytes that the vocabulary lacks are left out, as in the reference")
    func missingBytesAreLeftOut() throws {
        #expect(try Self.read().encode("axb!") == [2])
    }

    @Test("Merges may come before the vocabulary that they speak of")
    func mergesMayComeFirst() throws {
        let tokenizer = try Self.read(
            #""vocab":{"a":0,"b":1,"ab":2,"aba":3},"merges":["a b","ab a"]"#,
            by: #""merges":["a b"],"vocab":{"b":1,"ab":2,"a":0}"#
        )
        #expect(tokenizer.encode("ab") == [2])
    }

    @Test(
        "What would be encoded otherwise is refused by its name",
        arguments: [
            (#"{"type":"NFC"}"#, #"{"type":"NFKC"}"#, "the normalizer is NFKC, and only NFC is supported"),
            (#""type":"BPE""#, #""type":"Unigram""#, "the model is \"Unigram\", and only BPE is supported"),
            (#""dropout":null"#, #""dropout":0.1"#, "the model's dropout is 0.1, which is not supported"),
            (
                #""byte_fallback":false"#, #""byte_fallback":true"#,
                "the model's byte_fallback is true, which is not supported"
            ),
            (
                #""end_of_word_suffix":"""#, #""end_of_word_suffix":"</w>""#,
                "the model's end_of_word_suffix is \"</w>\", which is not supported"
            ),
            (
                #""unk_token":null"#, #""unk_token":"a""#,
                "the vocabulary lacks bytes and has an unk_token, which is not supported"
            ),
            (
                #"{"type":"ByteLevel"}"#, #"{"type":"Metaspace"}"#,
                "the decoder is Metaspace, and only ByteLevel is supported"
            ),
            (
                #""post_processor":null"#, #""post_processor":{"type":"TemplateProcessing"}"#,
                "the post_processor is TemplateProcessing, and only ByteLevel is supported"
            ),
            (
                #""add_prefix_space":false"#, #""add_prefix_space":true"#,
                "the pre_tokenizer ByteLevel has add_prefix_space, which is not supported"
            ),
            (
                #""pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#,
                #"""
                "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\w+|\\s"},
                "behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}
                """#,
                #"the pattern of Split is "\w+|\s", and only that of Qwen2, cl100k or GPT-2 is supported"#
            ),
        ]
    )
    func unsupportedThingsAreNamed(replaced: String, text: String, reason: String) throws {
        let error = #expect(throws: TokenizerError.self) { _ = try Self.read(replaced, by: text) }
        #expect(error?.code == .unsupported)
        #expect(error?.reason == reason)
    }

    @Test(
        "Broken files are errors",
        arguments: [
            (#""ab":2,"#, "", "merge 0 needs the token 'ab', which the vocabulary lacks"),
            (#""aba":3"#, #""aba":2"#, "the token 'aba' (2) is empty or there twice"),
            (#""b":1"#, #""a":1"#, "the token 'a' (1) is empty or there twice"),
            (
                #""added_tokens":[]"#, #""added_tokens":[{"id":1,"content":"x"}]"#,
                "the added token 'x' has the number 1 of another token"
            ),
            (
                #""added_tokens":[]"#, #""added_tokens":[{"id":7,"content":"b"}]"#,
                "the added token 'b' has the number 7, but 1 too"
            ),
            (
                #""aba":3"#, #""aba":99999999999"#,
                "the JSON is broken: a whole number up to 8388608 was expected at byte 468"
            ),
        ]
    )
    func brokenFilesAreErrors(replaced: String, text: String, reason: String) throws {
        let error = #expect(throws: TokenizerError.self) { _ = try Self.read(replaced, by: text) }
        #expect(error?.code == .malformed)
        #expect(error?.reason == reason)
    }

    @Test("A file that was cut or changed anywhere is an error or a tokeniser, never a crash")
    func damagedFilesNeverCrash() throws {
        let bytes = try Fixtures.bytes("added.json")
        for end in stride(from: 0, to: bytes.count - 1, by: 7) {
            #expect(throws: TokenizerError.self) { _ = try Tokenizer(json: Array(bytes[..<end])) }
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            var changed = bytes
            for _ in 0..<3 {
                changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(
                    in: .min ... .max,
                    using: &random
                )
            }
            _ = try? Tokenizer(json: changed).encode("abc <left> é")
        }
        #expect(throws: TokenizerError.self) {
            _ = try Tokenizer(json: Array(String(repeating: "[", count: 100_000).utf8))
        }
    }

    @Test("A folder's configuration adds its tokens and tells its limits")
    func configurationIsRead() throws {
        let configuration = #"""
            {"model_max_length":131072,"pad_token":"<|pad|>","eos_token":{"content":"<|end|>","special":true},
            "added_tokens_decoder":{"9":{"content":"<|end|>","special":true},"8":{"content":"\uD83D\uDE00"}}}
            """#
        let tokenizer = try Tokenizer(json: Array(Self.small.utf8), configuration: Array(configuration.utf8))
        #expect(tokenizer.configuration.paddingToken == "<|pad|>")
        #expect(tokenizer.configuration.endToken == "<|end|>")
        #expect(tokenizer.configuration.maximumTokenCount == 131072)
        #expect(tokenizer.encode("ab😀<|end|>") == [2, 8, 9])
    }

    @Test("A folder without a tokeniser is an error that names the file")
    func missingFilesAreNamed() {
        let error = #expect(throws: TokenizerError.self) { _ = try Tokenizer(folder: "/nowhere") }
        #expect(error?.code == .unreadable)
        #expect(error?.description == "/nowhere/tokenizer.json: the file does not exist")
    }
}
