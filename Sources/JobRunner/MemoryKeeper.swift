import Foundation
import GenerationTypes
import Logging
import Synchronization

/// Watches a worker's memory while jobs run, and stops those that ``MemoryPressure`` says.
///
/// The system's own limits would end the process, with all its jobs and without a word about why, or make single
/// allocations fail, which no library survives in order. So they are the second line; this is the first.
final class MemoryKeeper: Sendable {
    typealias Place = MemoryPressure.Place

    /// What can be done about a running job.
    struct Subject: Sendable {
        let stop: StopSwitch
        /// Records the job's end, while its engine still works.
        let abandon: @Sendable (MemoryPressure.Verdict, GenerationFailure) async -> Void
    }

    private struct State {
        var pressure: MemoryPressure
        var subjects: [Place: Subject] = [:]
        var isOver = false
    }

    /// A job that takes a gigabyte a second takes 20 MB in between.
    private static let interval = 0.02
    /// How long the ends of jobs may take to record when memory is very short.
    private static let patience = DispatchTimeInterval.seconds(2)

    private let limit: MemoryLimit
    private let bell: WakeBell
    private let logger: Logger
    private let state: Mutex<State>

    init(_ limit: MemoryLimit, bell: WakeBell, logger: Logger) {
        self.limit = limit
        self.bell = bell
        self.logger = logger
        state = Mutex(State(pressure: MemoryPressure(limit: limit.bytes, isCareful: limit.isCareful)))
    }

    // MARK: - Places

    /// Nil when no job must be taken now; the bell rings when that changes.
    func takePlace() -> Place? { state.withLock { $0.pressure.takePlace() } }

    func jobBegan(_ place: Place, _ subject: Subject) {
        state.withLock { state in
            state.pressure.jobBegan(place)
            state.subjects[place] = subject
        }
    }

    func leave(_ place: Place) {
        let changes = state.withLock { state in
            state.subjects[place] = nil
            return state.pressure.leave(place)
        }
        if changes { bell.ring() }
    }

    // MARK: - Watching

    /// On a thread of its own, so that it looks however busy the others are; until ``end()``.
    func begin() {
        let thread = Thread { [self] in
            while !state.withLock({ $0.isOver }) {
                look()
                Thread.sleep(forTimeInterval: Self.interval)
            }
        }
        thread.name = "memory"
        thread.start()
    }

    func end() { state.withLock { $0.isOver = true } }

    private func look() {
        guard var bytes = limit.measure(), bytes > limit.bytes else { return }
        // What was freed counts until the allocator gives it back.
        FreeMemory.giveBack()
        bytes = limit.measure() ?? bytes
        let held = bytes
        let (advice, subjects) = state.withLock { ($0.pressure.measured(held), $0.subjects) }
        guard !advice.stops.isEmpty || advice.endsProcess else { return }
        logger.error(
            "memory is short",
            metadata: [
                "bytes": "\(held)", "limit": "\(limit.bytes)", "jobs": "\(subjects.count)",
                "stopped": "\(advice.stops.count)", "ends": "\(advice.endsProcess)",
            ]
        )
        let failure = failure(held)
        for (place, verdict) in advice.stops {
            subjects[place]?.stop.stop(verdict == .tooLarge ? .tooLarge(failure) : .crowdedOut)
        }
        if advice.endsProcess { endProcess(advice, subjects, failure) }
    }

    private func endProcess(_ advice: MemoryPressure.Advice, _ subjects: [Place: Subject], _ failure: GenerationFailure)
    {
        let recorded = DispatchSemaphore(value: 0)
        // This thread waits for it, and the process's end takes along what does not come to an end.
        Task {
            await withTaskGroup { group in
                for (place, verdict) in advice.stops {
                    guard let subject = subjects[place] else { continue }
                    group.addTask { await subject.abandon(verdict, failure) }
                }
            }
            recorded.signal()
        }
        _ = recorded.wait(timeout: .now() + Self.patience)
        end()
        limit.endProcess(!advice.stops.isEmpty)
    }

    private func failure(_ bytes: Int) -> GenerationFailure {
        GenerationFailure(
            .outOfMemory,
            "this image takes more memory than a worker may use: \(megabytes(bytes)) MB when it was stopped, and "
                + "\(limit.setting) allows \(megabytes(limit.bytes)) MB"
        )
    }

    private func megabytes(_ bytes: Int) -> Int { (bytes + 500_000) / 1_000_000 }
}
