import DiffusionModels
import Foundation
public import GenerationTypes
public import ImageCodecs
import Tensors
import TextTokenizers

/// The engine that runs instruction-editing diffusion models, on the processors of this machine.
///
/// | step | what happens |
/// |---|---|
/// | fit | the photograph gets the result's shape, by a crop that keeps its subject |
/// | load | on the first request, and after a pause: weights come into memory, if they fit |
/// | read | the text encoder reads the prompt with the picture before its eyes |
/// | steps | noise becomes a picture; each step shows a preview |
/// | decode | latents become pixels |
///
/// The networks themselves are in `DiffusionModels`; ``DreamLitePipeline`` puts them together.
public final class DiffusionEngine: ImageGenerator {
    public let name = "diffusion"
    /// Larger results are made at half their size and enlarged: models repeat themselves beyond the sizes that they
    /// were trained at.
    static let trainedPixelCount = 1_536 * 1_024

    private let settings: DiffusionSettings
    private let codec: ImageCodec
    private let model: WarmModel<LoadedModel>

    /// Nothing is loaded yet; see ``check(folder:)``.
    public init(_ settings: DiffusionSettings, codec: ImageCodec) {
        self.settings = settings
        self.codec = codec
        model = WarmModel(idleTime: settings.idleTime) { isCancelled in
            try LoadedModel(settings, isCancelled: isCancelled)
        }
    }

    /// Whether the model is in memory now.
    public var isLoaded: Bool { model.isLoaded }

    public func generate(_ input: GenerationInput, monitor: GenerationMonitor) throws -> GeneratedImage {
        let stepCount = settings.stepCount ?? DreamLitePipeline.usualStepCount
        let progress = StepReport(stepCount: stepCount, monitor: monitor)
        do {
            progress.fitting()
            let size = Self.madeSize(of: input.outputSize)
            let picture = try codec.fitByContentAwareCrop(input.image.withoutAlpha, to: size).bitmap
            if !model.isLoaded { progress.loading() }
            let bitmap = try model.withModel(isCancelled: monitor.isCancelled) { model in
                progress.reading()
                return try model.pipeline.edit(
                    picture,
                    prompt: input.prompt.text,
                    seed: input.seed,
                    stepCount: stepCount,
                    observer: progress.observer,
                    compute: model.compute.listening(to: monitor.isCancelled)
                )
            }
            return GeneratedImage(
                bitmap: try codec.resize(bitmap, to: input.outputSize),
                warnings: warnings(input, madeAt: size)
            )
        } catch {
            throw Self.failure(error, folder: settings.folder)
        }
    }

    /// The size that the model works at.
    static func madeSize(of size: PixelSize) -> PixelSize {
        guard size.pixelCount > trainedPixelCount else { return size }
        return PixelSize(width: size.width / 2, height: size.height / 2)
    }

    private func warnings(_ input: GenerationInput, madeAt size: PixelSize) -> [String] {
        var warnings: [String] = []
        if !input.elements.isEmpty {
            warnings.append("this model looks at one picture: the \(input.elements.count) elements were left out")
        }
        if size != input.outputSize {
            warnings.append("made at \(size) and enlarged to \(input.outputSize): the model was trained at such sizes")
        }
        return warnings
    }

    static func failure(_ error: any Error, folder: URL) -> GenerationFailure {
        switch error {
        case let failure as GenerationFailure: failure
        case is CancellationError: GenerationFailure(.cancelled, "the request was cancelled")
        case let error as TokenizerError where error.code == .placeholderMismatch:
            GenerationFailure(.unsupportedPrompt, "the prompt holds marks that belong to the model: \(error.reason)")
        default:
            GenerationFailure(.engineFailed, "the model \(folder.lastPathComponent) cannot be run: \(error)")
        }
    }
}

extension Bitmap {
    /// The colours alone: inputs are flattened when they are decoded, elements are not.
    fileprivate var withoutAlpha: Bitmap {
        guard layout == .rgba else { return self }
        var colours: [UInt8] = []
        colours.reserveCapacity(size.pixelCount * 3)
        for index in stride(from: 0, to: bytes.count, by: 4) { colours.append(contentsOf: bytes[index..<index + 3]) }
        return Bitmap(size: size, layout: .rgb, bytes: colours)
    }
}
