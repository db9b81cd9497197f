import Foundation
import ImageCodecs
import Testing

/// `YUKIMI_SIM_SEEDS` says how many seeds, `YUKIMI_SIM_SEED` plays one and prints what happened.
struct SimulationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seeds = environment["YUKIMI_SIM_SEEDS"].flatMap(UInt64.init) ?? 1_000
    private static let first = environment["YUKIMI_SIM_FIRST"].flatMap(UInt64.init) ?? 1
    private static let chosen = environment["YUKIMI_SIM_SEED"].flatMap(UInt64.init)

    @Test("whatever breaks, nothing accepted is lost, nothing undelivered is charged")
    func holds() async throws {
        let seeds = Self.chosen.map { $0...$0 } ?? Self.first...Self.first + Self.seeds - 1
        let reports = try await SimulationPlayer.play(seeds, keepingLines: Self.chosen != nil)
        for report in reports where !report.violations.isEmpty {
            Issue.record(
                "seed \(report.seed): \(report.violations.joined(separator: "; ")) (YUKIMI_SIM_SEED replays it)"
            )
        }
        var counts: [String: Int] = [:]
        for report in reports { counts.merge(report.counts, uniquingKeysWith: +) }
        for line in reports.flatMap(\.lines) { print(line) }
        if reports.count >= 200 {
            // Otherwise nothing is proven.
            let needed = [
                "completed", "failed", "cancelled", "taken again", "refused", "unanswered", "webhook abandoned",
            ]
            for what in needed { #expect(counts[what, default: 0] > 0, "\(what)") }
        }
        let steps = reports.map(\.steps).reduce(0, +)
        let hash = reports.reduce(into: UInt64(0)) { $0 = ($0 &* 31) ^ $1.hash }
        print("\(reports.count) seeds, \(steps) steps, hash \(String(hash, radix: 16)):")
        for (what, count) in counts.sorted(by: { $0.key < $1.key }) { print("    \(what): \(count)") }
    }

    @Test("a seed gives the same run again, bit for bit")
    func replays() async throws {
        let seeds: ClosedRange<UInt64> = 1...20
        let first = try await SimulationPlayer.play(seeds, keepingLines: true)
        let second = try await SimulationPlayer.play(seeds, keepingLines: true)
        #expect(first.map(\.lines) == second.map(\.lines))
        #expect(first.map(\.hash) == second.map(\.hash))
        #expect(Set(first.map(\.hash)).count == first.count)
    }

    @Test("planted mistakes are found", arguments: PlantedBug.allCases)
    func finds(bug: PlantedBug) async throws {
        let reports = try await SimulationPlayer.play(1...100, bug: bug)
        let found = reports.filter { !$0.violations.isEmpty }
        #expect(!found.isEmpty)
        print("\(bug): found by \(found.count) of \(reports.count) seeds, as: \(found.first?.violations.first ?? "")")
    }
}
