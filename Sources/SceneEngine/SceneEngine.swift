import CPixelKernels
public import GenerationTypes
import ImageCodecs

/// The built-in engine: it reads what a photograph shows and renders what the prompt asks for into it. It invents no
/// objects, and it says what it could not do.
///
/// | step | what happens |
/// |---|---|
/// | frame | the photograph gets the result's size and shape, by a crop or, where that would cut the subject, a fill |
/// | plan | the prompt becomes an ``EditPlan`` |
/// | analyse | masks, depth and light of the scene |
/// | elements | ``placeElements(_:mentions:in:parallelism:)``: the request's other images, cut out, stand in the scene |
/// | render | ``RenderStep/all``, those that the plan needs, in order |
/// | finish | linear light becomes bytes |
public struct SceneEngine: ImageGenerator {
    public let name = "scene"
    /// The instruction set that the pixel kernels run with in this process: "x86-64-v4 (AVX-512)". The result does not
    /// depend on it.
    public static var instructionSet: String { String(cString: pk_active_instruction_set()) }
    private let parallelism: Parallelism

    /// - Parameter threadCount: How many threads share the work on one image; nil: one per processor. The result does
    ///   not depend on it.
    public init(threadCount: Int? = nil) {
        parallelism = threadCount.map(Parallelism.init) ?? .allProcessors
    }

    public func generate(_ input: GenerationInput, monitor: GenerationMonitor) throws -> GeneratedImage {
        try render(input, monitor: monitor).image
    }

    /// What a prompt would do, without a photograph.
    public func explain(_ prompt: Prompt) -> EditPlan { planEdits(prompt: prompt) }

    /// Makes the image and says how: the plan, and the seconds that each step took.
    ///
    /// - Throws: ``GenerationFailure``.
    public func render(_ input: GenerationInput, monitor: GenerationMonitor) throws -> SceneRendering {
        let plan = planEdits(prompt: input.prompt)
        guard !plan.edits.isEmpty || !input.elements.isEmpty else { throw plan.refusal }
        return try render(plan, input, monitor: monitor)
    }

    func render(_ plan: EditPlan, _ input: GenerationInput, monitor: GenerationMonitor) throws -> SceneRendering {
        let steps = RenderStep.all.filter { $0.isNeeded(plan) }
        var clock = StepClock(stepCount: steps.count + (input.elements.isEmpty ? 3 : 4), monitor: monitor)

        let framed = try clock.run("fitting the picture") { try frame(input, extends: plan.contains(.extendCanvas)) }
        var scene = try clock.run("reading the scene") {
            try analyzeScene(
                framed.bitmap,
                priors: plan.priors,
                parallelism: parallelism,
                checkpoint: monitor.checkCancellation
            )
        }
        let elementWarnings = try place(input.elements, plan.elements, in: &scene, &clock)
        var state = RenderState(plan: plan, scene: scene, seed: input.seed, parallelism: parallelism)
        for step in steps {
            monitor.offerPreview { state.preview() }
            try clock.run(step.label) { state.run(step) }
        }
        state.restorePreserved()
        state.warnOfUnconfined(steps)
        state.warnOfDoubts()
        let bitmap = try clock.run("finishing") { state.finished() }

        for warning in framed.warnings { state.warn(warning) }
        let image = GeneratedImage(bitmap: bitmap, warnings: plan.warnings + elementWarnings + state.warnings)
        return SceneRendering(image: image, plan: plan, timings: clock.timings)
    }

    private func place(
        _ elements: [GenerationInput.Element],
        _ mentions: [ElementMention],
        in scene: inout SceneAnalysis,
        _ clock: inout StepClock
    ) throws -> [String] {
        guard !elements.isEmpty else {
            return placeElements([], mentions: mentions, in: &scene, parallelism: parallelism)
        }
        return try clock.run("placing elements") {
            placeElements(elements, mentions: mentions, in: &scene, parallelism: parallelism)
        }
    }

    private func frame(_ input: GenerationInput, extends: Bool) throws -> FramedPicture {
        do {
            return try framePicture(
                input.image,
                on: input.outputSize,
                extends: extends,
                seed: input.seed,
                parallelism: parallelism
            )
        } catch {
            throw GenerationFailure(.engineFailed, "the picture could not be brought to \(input.outputSize): \(error)")
        }
    }
}
