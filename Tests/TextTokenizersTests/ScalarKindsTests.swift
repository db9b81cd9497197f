import Testing

@testable import TextTokenizers

@Suite struct ScalarKindsTests {
    @Test("Every scalar is a letter, a number, white space or none of these exactly where it is to the reference")
    func kindsEqualTheReferences() throws {
        let recorded = try Fixtures.decode([String: [[UInt32]]].self, "scalars.json")
        func values(_ name: String) throws -> Set<UInt32> {
            Set(try #require(recorded[name]).flatMap { $0[0]...$0[1] })
        }
        let (letters, numbers, spaces) = try (values("letters"), values("numbers"), values("spaces"))
        let words = try values("words")
        var differing: [UInt32] = []
        for value in UInt32(0)..<0x11_0000 where Unicode.Scalar(value) != nil {
            let expected: ScalarKind =
                letters.contains(value)
                ? .letter : numbers.contains(value) ? .number : spaces.contains(value) ? .space : .other
            let isWord = ScalarKinds.isWordCharacter(value)
            if ScalarKinds.reference[value] != expected || isWord != words.contains(value) { differing.append(value) }
        }
        #expect(differing.isEmpty, "\(differing.prefix(20).map { String($0, radix: 16) })")
    }
}
