import GenerationTypes
import Synchronization

/// How long one step of an engine took.
struct StepTime: Sendable, Hashable {
    let label: String
    let seconds: Double
}

/// Times an engine's steps by its reports: one ends when the next begins.
final class StepTimes: Sendable {
    private let clock = ContinuousClock()
    private let begun = Mutex<[(label: String, time: ContinuousClock.Instant)]>([])

    /// A monitor that does what the other one does, and times the steps.
    func listening(with monitor: GenerationMonitor) -> GenerationMonitor {
        GenerationMonitor(
            report: { [self] progress in
                begun.withLock { $0.append((progress.label, clock.now)) }
                monitor.report(progress)
            },
            isCancelled: monitor.isCancelled,
            takePreview: { monitor.offerPreview($0) }
        )
    }

    /// The steps until now, in their order.
    func finish() -> [StepTime] {
        let begun = begun.withLock { $0 }
        let ends = begun.dropFirst().map(\.time) + [clock.now]
        return zip(begun, ends).map { StepTime(label: $0.label, seconds: ($1 - $0.time).seconds) }
    }
}
