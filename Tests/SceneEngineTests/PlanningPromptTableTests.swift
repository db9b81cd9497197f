import Foundation
import GenerationTypes
import SceneEngine
import Testing

@Suite struct PlanningPromptTableTests {
    private let expectations: [PlanningExpectation]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "PlanningPrompts.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        var expectations: [PlanningExpectation] = []
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let expectation = PlanningExpectation(line, line: index + 1)
            expectations.append(try #require(expectation, "line \(index + 1) is not an expectation: \(line)"))
        }
        self.expectations = expectations
    }

    @Test func noPromptThatWasPlannedRightIsPlannedWrong() throws {
        for expectation in expectations where !expectation.isKnownMisreading {
            let differences = try differences(of: expectation)
            #expect(differences.isEmpty, "line \(expectation.line): \(expectation.prompt)")
        }
    }

    @Test func atLeastNineteenOfTwentyPromptsArePlannedAsAPersonWould() throws {
        let right = try expectations.filter { try differences(of: $0).isEmpty }.count
        #expect(right * 20 >= expectations.count * 19, "\(right) of \(expectations.count)")
    }

    @Test func aMisreadingThatWasMendedIsNoLongerListedAsOne() throws {
        for expectation in expectations where expectation.isKnownMisreading {
            #expect(try !differences(of: expectation).isEmpty, "line \(expectation.line) is right: remove its mark")
        }
    }

    @Test func theTableIsLargeAndVaried() {
        let languages = expectations.filter { ["zh", "ja", "es", "de", "fr"].contains($0.kind) }
        let contrary = expectations.filter { ["negation", "contradiction"].contains($0.kind) }
        #expect(expectations.count >= 200)
        #expect(languages.count >= 40)
        #expect(contrary.count >= 40)
    }

    private func differences(of expectation: PlanningExpectation) throws -> [String] {
        expectation.differences(from: planEdits(prompt: try #require(Prompt(expectation.prompt))))
    }
}
