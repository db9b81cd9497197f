import Foundation
import Tensors

/// What a run cost.
struct Report: Encodable {
    /// From opening the checkpoint to the first run.
    let loadSeconds: Double
    /// Of every run: wall time, and the time of all threads together.
    let wallSeconds: [Double]
    let processorSeconds: [Double]
    /// The most that tensors of the runs took at one time, and the end of what their memory reached.
    let peakTensorBytes: Int
    let arenaBytes: Int
    /// The most that the process had in memory, mapped files included.
    let peakResidentBytes: Int
}

extension Job {
    /// Loads a network, runs it and writes its answer.
    func measure<Network>(_ load: (Compute) throws -> Network, _ run: (Network, Compute) throws -> Tensor) throws
        -> Report
    {
        let compute = Compute(threadCount: threadCount, activations: activations)
        let loadClock = Stopwatch()
        let network = try load(compute)
        let loaded = loadClock.lap()
        var laps: [Stopwatch.Lap] = []
        for index in 0..<runCount {
            let clock = Stopwatch()
            let answer = try run(network, compute)
            laps.append(clock.lap())
            if index == 0 { try answer.floats().withUnsafeBytes { try Data($0).write(to: output) } }
        }
        return Report(
            loadSeconds: loaded.wall,
            wallSeconds: laps.map(\.wall),
            processorSeconds: laps.map(\.processor),
            peakTensorBytes: compute.arena.peakBytesInUse,
            arenaBytes: compute.arena.highWaterMark,
            peakResidentBytes: Stopwatch.peakResidentBytes
        )
    }
}

/// Seconds by the clock on the wall and by the processors.
struct Stopwatch {
    struct Lap { let wall: Double, processor: Double }

    private let start = Stopwatch.now

    func lap() -> Lap {
        let now = Stopwatch.now
        return Lap(wall: now.wall - start.wall, processor: now.processor - start.processor)
    }

    private static var now: Lap {
        func seconds(_ clock: clockid_t) -> Double {
            var time = timespec()
            clock_gettime(clock, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        return Lap(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }

    static var peakResidentBytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
