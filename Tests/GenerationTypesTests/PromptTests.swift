import Foundation
import GenerationTypes
import Testing

struct PromptTests {
    @Test("is trimmed of white space at both ends")
    func trims() {
        #expect(Prompt("  snow on the roof\n")?.text == "snow on the roof")
    }

    @Test("needs at least one visible character", arguments: ["", " \n\t ", "\u{3000}"])
    func refusesEmpty(text: String) {
        #expect(Prompt(text) == nil)
    }

    @Test("has at most 2,500 characters, counted after trimming")
    func limit() {
        #expect(Prompt(" " + String(repeating: "雪", count: 2_500) + " ") != nil)
        #expect(Prompt(String(repeating: "雪", count: 2_501)) == nil)
    }

    @Test("cannot be decoded from a text it would refuse")
    func decoding() {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Prompt.self, from: Data(#""  ""#.utf8)) }
    }
}
