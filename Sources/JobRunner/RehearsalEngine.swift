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
        /// A gigabyte of memory is taken, bit by bit during the delay; without one at once, deaf to cancels. Then like `copy`.
        case memory
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
        var ballast = Ballast()
        for step in 1...Self.steps {
            monitor.report(GenerationProgress(step: step, steps: Self.steps, label: "rehearsing '\(plan.outcome)'"))
            try stall(plan.delay / Self.steps, monitor) { part in
                guard plan.outcome == .memory else { return }
                ballast.grow(to: plan.delay == .zero ? 1 : (Double(step - 1) + part) / Double(Self.steps))
            }
            monitor.offerPreview {
                let size = input.outputSize.fitted(longerSide: GenerationMonitor.previewSide)
                return try codec.fitByContentAwareCrop(input.image, to: size).bitmap
            }
        }
        switch plan.outcome {
        case .copy, .slow, .memory:
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

    /// Tells `passed` now and then which part of the time is over, and at the end that all of it is.
    private func stall(_ time: Duration, _ monitor: GenerationMonitor, passed: (Double) -> Void) throws {
        let begin = ContinuousClock.now
        try monitor.checkCancellation()
        while case let left = begin + time - .now, left > .zero {
            // A thread of the engine's own: nothing else waits for it.
            Thread.sleep(forTimeInterval: min(0.02, left / .seconds(1)))
            passed(min(1, (.now - begin) / time))
            try monitor.checkCancellation()
        }
        passed(1)
    }

    /// Memory that is used for nothing.
    private struct Ballast: ~Copyable {
        private static let blockBytes = 4 << 20
        private static let blockCount = 256

        private var blocks: [UnsafeMutableRawPointer] = []

        mutating func grow(to part: Double) {
            while Double(blocks.count) < part * Double(Self.blockCount) {
                let block = UnsafeMutableRawPointer.allocate(byteCount: Self.blockBytes, alignment: 4_096)
                block.initializeMemory(as: UInt8.self, repeating: 1, count: Self.blockBytes)
                blocks.append(block)
            }
        }

        deinit { for block in blocks { block.deallocate() } }
    }
}
