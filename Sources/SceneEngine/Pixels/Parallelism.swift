import Dispatch
import Foundation
import Synchronization

/// How many threads share the work on an image. It changes the time an image takes, never its pixels: work is split
/// into bands of a fixed height, whoever computes them.
struct Parallelism: Sendable, Hashable {
    let threadCount: Int

    init(threadCount: Int) {
        precondition(threadCount > 0, "work needs at least one thread, got \(threadCount)")
        self.threadCount = threadCount
    }

    static let serial = Parallelism(threadCount: 1)
    static let allProcessors = Parallelism(threadCount: max(1, ProcessInfo.processInfo.activeProcessorCount))

    /// Calls `body` once for each band of `bandHeight` rows (the last one may be lower), on Dispatch's threads and the
    /// calling one, and returns when all are done. `body` writes only what belongs to its rows.
    func forEachBand(of height: Int, bandHeight: Int = 32, _ body: (Range<Int>) -> Void) {
        let bandCount = (height + bandHeight - 1) / bandHeight
        let workerCount = min(threadCount, bandCount)
        guard workerCount > 1 else {
            for band in 0..<bandCount { body(band * bandHeight..<min(height, (band + 1) * bandHeight)) }
            return
        }
        withoutActuallyEscaping(body) { body in
            // The closure is shared between threads: each band runs once, it writes only that band's rows, and
            // concurrentPerform returns after the last of them.
            nonisolated(unsafe) let body = body
            let next = Atomic<Int>(0)
            DispatchQueue.concurrentPerform(iterations: workerCount) { _ in
                while true {
                    let band = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard band < bandCount else { return }
                    body(band * bandHeight..<min(height, (band + 1) * bandHeight))
                }
            }
        }
    }

    /// Calls `body` once for each index, on several threads: for a handful of independent pieces of work.
    func forEachIndex(below count: Int, _ body: (Int) -> Void) {
        forEachBand(of: count, bandHeight: 1) { body($0.lowerBound) }
    }
}
