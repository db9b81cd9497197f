import Foundation
import Testing

/// What the pages link to is there, files and headings alike.
struct DocumentationLinkTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let pages: [String] = {
        let folder = root.appendingPathComponent("docs").path
        let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return ["README.md", "Benchmarks/README.md"] + found.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
    }()

    @Test("every link within the project leads to something", arguments: pages)
    func links(page: String) throws {
        let file = Self.root.appendingPathComponent(page)
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(of: /\]\(([^)\s]+)\)/) {
            let parts = match.1.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            guard !parts[0].contains("://"), !parts[0].hasPrefix("mailto:") else { continue }
            let folder = file.deletingLastPathComponent()
            let target = parts[0].isEmpty ? file : folder.appendingPathComponent("\(parts[0])")
            #expect(FileManager.default.fileExists(atPath: target.path), "\(page) links to \(match.1)")
            guard parts.count == 2, target.pathExtension == "md" else { continue }
            let headings = try Self.anchors(String(contentsOf: target, encoding: .utf8))
            #expect(headings.contains("\(parts[1])"), "\(page) links to \(match.1)")
        }
    }

    /// As the usual renderers of Markdown name headings.
    private static func anchors(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
            let words = line.drop { $0 == "#" || $0 == " " }.lowercased()
            return words.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.replacing(" ", with: "-")
        }
    }
}
