import GenerationTypes
import Metrics
import Synchronization
import Traces

/// Times an engine's steps, each from its report to the next one or to the engine's end.
final class StepTimes: Sendable {
    private struct Step {
        let name: String
        let begin: ContinuousClock.Instant
        let span: Span?
    }

    private let engine: String
    private let current = Mutex<Step?>(nil)

    private let span: Span?

    /// Where the engine is traced, its steps are parts of `span`.
    init(engine: String, span: Span? = nil) {
        self.engine = engine
        self.span = span
    }

    func begins(_ progress: GenerationProgress) {
        let name = Self.name(progress.label)
        change(to: Step(name: name, begin: .now, span: span?.child(name)))
    }

    func ended() { change(to: nil) }

    private func change(to next: Step?) {
        let last = current.withLock { current in
            defer { current = next }
            return current
        }
        guard let last else { return }
        last.span?.end()
        Timer(label: "yukimi_engine_step_duration", dimensions: [("engine", engine), ("step", last.name)])
            .record(duration: .now - last.begin)
    }

    /// One name for steps that differ by number only: `step 3 of 8` is `step n of n`. Each name is a series for good.
    static func name(_ label: String) -> String {
        var name = ""
        var isNumber = false
        for character in label {
            if !character.isNumber || !isNumber { name.append(character.isNumber ? "n" : character) }
            isNumber = character.isNumber
        }
        return name
    }
}
