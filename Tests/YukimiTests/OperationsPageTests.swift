import Foundation
import JobRunner
import Testing

@testable import yukimi

/// The page for operators and the program say the same.
struct OperationsPageTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/Operations.md").path
    private static let begin = "<!-- settings: "
    private static let end = "<!-- end of settings -->"

    @Test("the table of settings is the one that the program has")
    func settings() throws {
        let page = try String(contentsOfFile: Self.path, encoding: .utf8)
        let marker = try #require(page.range(of: Self.begin))
        let start = try #require(page[marker.lowerBound...].firstIndex(of: "\n"))
        let end = try #require(page.range(of: Self.end))
        let written = page[page.index(after: start)..<end.lowerBound]
        let wanted = SettingTable.markdown + "\n"
        if ProcessInfo.processInfo.environment["YUKIMI_UPDATE_DOCS"] != nil {
            let updated = page.replacingCharacters(in: page.index(after: start)..<end.lowerBound, with: wanted)
            try updated.write(toFile: Self.path, atomically: true, encoding: .utf8)
        } else {
            #expect(written == wanted, "set YUKIMI_UPDATE_DOCS=1 to write the table")
        }
    }

    @Test("every rehearsal outcome is explained", arguments: RehearsalEngine.Outcome.allCases)
    func outcomes(outcome: RehearsalEngine.Outcome) throws {
        #expect(try String(contentsOfFile: Self.path, encoding: .utf8).contains("| `\(outcome.rawValue)` |"))
    }
}
