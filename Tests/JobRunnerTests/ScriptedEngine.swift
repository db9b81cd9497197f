import Foundation
import GenerationTypes
import Synchronization

/// An engine that does what a test says, and remembers what it saw.
final class ScriptedEngine: ImageGenerator {
    typealias Script = @Sendable (GenerationInput, GenerationMonitor, _ call: Int) throws -> GeneratedImage

    let name = "scripted"
    private let script: Script
    private let seen = Mutex<(calls: Int, failures: [any Error])>((0, []))

    init(_ script: @escaping Script) { self.script = script }

    var calls: Int { seen.withLock { $0.calls } }
    /// What its calls threw.
    var failures: [any Error] { seen.withLock { $0.failures } }

    func generate(_ input: GenerationInput, monitor: GenerationMonitor) throws -> GeneratedImage {
        let call = seen.withLock { seen in
            seen.calls += 1
            return seen.calls
        }
        do {
            return try script(input, monitor, call)
        } catch {
            seen.withLock { $0.failures.append(error) }
            throw error
        }
    }

    /// A grey image at once.
    static var succeeding: ScriptedEngine { ScriptedEngine { input, _, _ in grey(input) } }

    /// What tells a test that the engine is at work, and not the decoder before it.
    static let begun = GenerationProgress(step: 1, steps: 1, label: "begun")

    /// Works until it is told to stop.
    static var endless: ScriptedEngine {
        ScriptedEngine { _, monitor, _ in
            monitor.report(begun)
            while true {
                try monitor.checkCancellation()
                sched_yield()
            }
        }
    }

    static func grey(_ input: GenerationInput) -> GeneratedImage {
        let bytes = [UInt8](repeating: 90, count: input.outputSize.pixelCount * 3)
        return GeneratedImage(
            bitmap: Bitmap(size: input.outputSize, layout: .rgb, bytes: bytes),
            warnings: ["no snow today"]
        )
    }
}

/// Lets an engine wait for a test.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func open() { semaphore.signal() }
    func wait() { semaphore.wait() }
}
