import Foundation
import ImageCodecs
import Synchronization

/// Plays seeds on threads of its own: a run never waits, and would keep the cooperative pool from everybody else.
enum SimulationPlayer {
    static func play(
        _ seeds: ClosedRange<UInt64>,
        bug: PlantedBug? = nil,
        keepingLines: Bool = false
    ) async throws -> [SimulationReport] {
        let codec = try ImageCodec()
        let line = Line(seeds)
        let threads = max(1, ProcessInfo.processInfo.activeProcessorCount)
        let parts = try await withThrowingTaskGroup(of: [SimulationReport].self) { group in
            for _ in 0..<threads {
                group.addTask {
                    try await onThread {
                        var reports: [SimulationReport] = []
                        while let seed = line.next() {
                            reports.append(
                                try Simulation.run(seed: seed, bug: bug, codec: codec, keepingLines: keepingLines)
                            )
                        }
                        return reports
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return parts.sorted { $0.seed < $1.seed }
    }

    private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result(catching: work)) }
            thread.stackSize = 8 << 20
            thread.name = "simulation"
            thread.start()
        }
    }
}

/// The seeds that nobody has taken yet.
private final class Line: Sendable {
    private let rest: Mutex<ClosedRange<UInt64>.Iterator>

    init(_ seeds: ClosedRange<UInt64>) { rest = Mutex(seeds.makeIterator()) }

    func next() -> UInt64? { rest.withLock { $0.next() } }
}
