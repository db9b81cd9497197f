import Testing

@testable import HTTPAPI

struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    @Test func readsEveryKindOfValue() throws {
        let value = try parse(#" {"a": [1, -2.5e3, true, false, null], "b": {"c": "x"}, "d": []} "#)
        let expected: JSONValue = [
            "a": [.number("1"), .number("-2.5e3"), true, false, .null], "b": ["c": "x"], "d": [],
        ]
        #expect(value == expected)
    }

    @Test func readsEscapesAndSurrogatePairs() throws {
        #expect(try parse(#""\"\\\/\b\f\n\r\t\u00e9 \ud83c\udf38 é""#) == "\"\\/\u{8}\u{c}\n\r\té 🌸 é")
    }

    @Test("replaces half a surrogate pair", arguments: [#""\ud83c""#, #""\ud83cx""#, #""\udf38""#, #""\ud83c\u0041""#])
    func halfSurrogate(text: String) throws {
        #expect(try parse(text).text?.hasPrefix("\u{FFFD}") == true)
    }

    @Test(
        "refuses what is not JSON",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "01", "1.", "-", "1e", "nul", "tru", "\"abc",
            "\"a\nb\"",
            "\"\\x\"", "\"\\u12g4\"", "[1] 2", "'a'", "NaN", "+1", ".5", "\u{FEFF}{}",
        ]
    )
    func refuses(text: String) {
        #expect(throws: JSONSyntaxError.self) { try parse(text) }
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) }
    }

    @Test func refusesDeepNesting() throws {
        let depth = JSONParser.depthLimit
        #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "[", count: 100_000)) }
        let deepest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(try parse(deepest).items?.count == 1)
    }

    @Test func saysWhereTheMistakeIs() {
        let error = #expect(throws: JSONSyntaxError.self) { try parse(#"{"a": tru}"#) }
        #expect(error?.description == "unexpected character at byte 6")
    }

    @Test func takesTheLastOfRepeatedMembers() throws {
        #expect(try parse(#"{"a": 1, "a": 2}"#)["a"] == .number("2"))
    }

    @Test func writesWhatItReads() throws {
        let text = #"{"a":[1,-2.5e3,true,null],"b":"é\"\\\n\u0001🌸"}"#
        var writer = JSONWriter()
        writer.write(try parse(text))
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test func writesHeaderTextInASCIIOnOneLine() {
        #expect((["é🌸\n"] as JSONValue).headerText == #"["\u00e9\ud83c\udf38\n"]"#)
    }
}
