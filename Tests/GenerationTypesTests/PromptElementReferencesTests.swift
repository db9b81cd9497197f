import GenerationTypes
import Testing

struct PromptElementReferencesTests {
    @Test(
        "finds every spelling of an element's name",
        arguments: [
            ("put (element1) beside the pond", [1]),
            ("put @Element2 beside @element_1", [2, 1]),
            ("<<<element_3>>> and <<<Element4>>>", [3, 4]),
            ("(ELEMENT12)(element_1)", [12, 1]),
            ("é(element1)é", [1]),
        ]
    )
    func findsSpellings(text: String, numbers: [Int]) throws {
        let prompt = try #require(Prompt(text))
        #expect(prompt.elementReferences.map(\.number) == numbers)
    }

    @Test(
        "leaves ordinary words alone",
        arguments: [
            "an element1 of surprise", "(element)", "@elements", "(element1", "<<<element_1>>", "(element 1)", "<",
        ]
    )
    func leavesWordsAlone(text: String) throws {
        let prompt = try #require(Prompt(text))
        #expect(prompt.elementReferences.isEmpty)
    }

    @Test func rangesCoverTheWholeReference() throws {
        let prompt = try #require(Prompt("a <<<element_1>>> b (element2)"))
        #expect(prompt.elementReferences.map { String(prompt.text[$0.range]) } == ["<<<element_1>>>", "(element2)"])
    }
}
