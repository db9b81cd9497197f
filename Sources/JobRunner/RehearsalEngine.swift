import Foundation
public import GenerationTypes
public import ImageCodecs

/// An engine that behaves as its model's settings say, so that operators and client authors can rehearse what their
/// programs do when a service fails, stalls or breaks, without waiting for it to happen.
public struct RehearsalEngine: ImageGenerator {
    /// How every request of a model ends.
    public enum Outcome: String, Sendable, CaseIterable {
        /// The input image, cropped and resized: a success without arithmetic.
        case copy
        /// Like `copy`, after 30 seconds if nothing else is set.
        case slow
        /// The prompt asks for something impossible.
        case refuse
        /// The engine is broken.
        case error
        /// A server that the engine depends on does not answer.
        case upstream
        /// The worker's process is killed.
        case crash
    }

    /// How an outcome is reached.
    public struct Plan: Sendable, Hashable {
        public var outcome: Outcome
        /// How long the engine pretends to work first, hearing cancels all the time.
        public var delay: Duration

        /// Without a delay it is 30 s with `slow` and nothing with the others.
        public init(_ outcome: Outcome, delay: Duration? = nil) {
            self.outcome = outcome
            self.delay = delay ?? (outcome == .slow ? .seconds(30) : .zero)
        }
    }

    public static let name = "rehearsal"

    private static let steps = 4

    public let plan: Plan
    private let codec: ImageCodec

    public init(_ plan: Plan, codec: ImageCodec) {
        self.plan = plan
        self.codec = codec
    }

    public var name: String { Self.name }

    public func generate(_ input: GenerationInput, monitor: GenerationMonitor) throws -> GeneratedImage {
        for step in 1...Self.steps {
            monitor.report(GenerationProgress(step: step, steps: Self.steps, label: "rehearsing '\(plan.outcome)'"))
            try stall(plan.delay / Self.steps, monitor)
            monitor.offerPreview {
                let size = input.outputSize.fitted(longerSide: GenerationMonitor.previewSide)
                return try codec.fitByContentAwareCrop(input.image, to: size).bitmap
            }
        }
        switch plan.outcome {
        case .copy, .slow:
            let fitted = try codec.fitByContentAwareCrop(input.image, to: input.outputSize).bitmap
            return GeneratedImage(bitmap: fitted, warnings: ["this is a rehearsal: the image was only resized"])
        case .refuse:
            throw GenerationFailure(.unsupportedPrompt, "this is a rehearsal: the prompt is refused")
        case .error:
            throw GenerationFailure(.engineFailed, "this is a rehearsal: the engine is broken")
        case .upstream:
            throw GenerationFailure(.upstreamUnavailable, "this is a rehearsal: the upstream server does not answer")
        case .crash:
            kill(getpid(), SIGKILL)
            throw GenerationFailure(.engineFailed, "this is a rehearsal: the worker should be dead by now")
        }
    }

    private func stall(_ time: Duration, _ monitor: GenerationMonitor) throws {
        let end = ContinuousClock.now + time
        try monitor.checkCancellation()
        while ContinuousClock.now < end {
            // A thread of the engine's own: nothing else waits for it.
            Thread.sleep(forTimeInterval: min(0.02, max(0, (end - .now) / .seconds(1))))
            try monitor.checkCancellation()
        }
    }
}
