import Crypto
import DiffusionModels
import Foundation
import GenerationTypes
import Tensors
import TextTokenizers

/// DreamLite's editing of a picture by an instruction, as diffusers' `DreamLiteMobilePipeline` runs it.
///
/// 1. the text encoder reads the prompt and looks at the picture, 512 × 512 pixels of it;
/// 2. the autoencoder turns the picture into latents;
/// 3. in a few steps noise becomes the latents of the result: the network sees them beside those of the picture, as one
///    picture twice as wide, and says where to go;
/// 4. the autoencoder turns them into the result.
struct DreamLitePipeline: Sendable {
    /// What the model was distilled for.
    static let usualStepCount = 4
    /// The side of the square that the text encoder looks at (`encode_prompt` of the reference).
    static let lookedAtSide = 512

    /// Who hears how far an edit is.
    struct Observer {
        /// The text is read, and the source becomes latents.
        var sourceBegins: () -> Void = {}
        /// A step begins, counted from 0.
        let stepBegins: (_ index: Int) -> Void
        /// A step has ended; the closure draws the picture as the model sees it now, small.
        let stepEnded: (_ index: Int, _ preview: () throws -> Bitmap) -> Void
    }

    let tokenizer: Tokenizer
    let processor: Qwen3VLImageProcessor
    let encoder: Qwen3VLEncoder
    let unet: DreamLiteUNet
    let autoencoder: AutoencoderTiny
    let schedule: FlowMatchEulerConfiguration
    /// The same picture with the same words is read once: people try other seeds.
    private let readings = RecentValues<ReadingKey, Tensor>(limit: 8)

    init(
        tokenizer: Tokenizer,
        processor: Qwen3VLImageProcessor,
        encoder: Qwen3VLEncoder,
        unet: DreamLiteUNet,
        autoencoder: AutoencoderTiny,
        schedule: FlowMatchEulerConfiguration
    ) {
        self.tokenizer = tokenizer
        self.processor = processor
        self.encoder = encoder
        self.unet = unet
        self.autoencoder = autoencoder
        self.schedule = schedule
    }

    /// Edits a picture, whose sides are multiples of the autoencoder's reduction; the result has its size.
    ///
    /// Throws `CancellationError` once `compute` is cancelled, `TokenizerError` for a prompt that holds the model's own
    /// marks.
    func edit(
        _ picture: Bitmap,
        prompt: String,
        seed: UInt32,
        stepCount: Int,
        observer: Observer,
        compute: Compute
    ) throws -> Bitmap {
        let text = try read(prompt, picture, compute: compute)  // [text tokens, text channels]
        observer.sourceBegins()
        let source = try autoencoder.encode(picture, compute: compute)  // [height, width, latent channels]
        let conditioning = try unet.conditioning(
            text: text,
            width: picture.width,
            height: picture.height,
            compute: compute
        )
        let latents = try denoise(
            source,
            conditioning,
            seed: seed,
            stepCount: stepCount,
            observer: observer,
            compute: compute
        )
        return try autoencoder.decode(latents, compute: compute)
    }

    /// The text encoder's states of the instruction, which it reads with the picture before its eyes.
    func read(_ prompt: String, _ picture: Bitmap, compute: Compute) throws -> Tensor {
        let key = ReadingKey(prompt: prompt, picture: picture)
        return try readings.value(for: key) {
            let side = Self.lookedAtSide
            let patches = try processor.patches(
                of: picture.resizedWithLanczos(to: PixelSize(width: side, height: side))
            )
            let template = PromptTemplate.dreamLiteEdit
            let tokens = try template.encode(
                prompt,
                with: tokenizer,
                imageTokenCounts: [patches.grid.count / (patches.grid.mergeSize * patches.grid.mergeSize)]
            )
            let states = try encoder(tokens.map(Int.init), images: [patches], compute: compute)
            // What the template says is the same in all requests; the network was trained without it.
            return states.rows(template.droppedTokenCount..<tokens.count)
        }
    }

    /// From noise to the latents of the result, beside those of the source.
    func denoise(
        _ source: Tensor,
        _ conditioning: DreamLiteConditioning,
        seed: UInt32,
        stepCount: Int,
        observer: Observer,
        compute: Compute
    ) throws -> Tensor {
        let (height, width, channels) = (source.shape[0], source.shape[1], source.shape[2])
        let steps = FlowMatchEulerSchedule(schedule, stepCount: stepCount, tokenCount: height * width / 4)
        // In the arena as all latents: the second step needs no more than the first.
        var latents = TorchNoise(seed: UInt64(seed))
            .latents(height: height, width: width, channels: channels, arena: compute.arena)
        var skipped: [Tensor] = []
        for (index, timestep) in steps.timesteps.enumerated() {
            observer.stepBegins(index)
            let diptych = compute.concatenateColumns(latents, source)  // [height, 2 · width, channels]
            let flow = try unet.velocity(
                of: diptych,
                timestep: timestep,
                conditioning,
                skipped: &skipped,
                compute: compute
            )
            let velocity = compute.columns(flow, 0..<width)
            latents = steps.step(index, from: latents, along: velocity, compute: compute)
            observer.stepEnded(index) { [latents] in
                // Straight on from here to where no noise is left.
                let clean = compute.scaledSum(latents, 1, velocity, -steps.noiseLevels[index + 1])
                return try preview(of: clean, compute: compute)
            }
        }
        return latents
    }

    /// The picture of latents, with a longer side of at most that of previews.
    private func preview(of latents: Tensor, compute: Compute) throws -> Bitmap {
        let limit = GenerationMonitor.previewSide / autoencoder.configuration.reduction
        let longer = max(latents.shape[0], latents.shape[1])
        let factor = (longer + limit - 1) / limit
        return try autoencoder.decode(averaged(latents, factor: factor), compute: compute)
    }
}

/// What makes two readings the same: the words, and the picture down to its last bit.
private struct ReadingKey: Hashable {
    let prompt: String
    let width: Int
    let picture: Data

    init(prompt: String, picture: Bitmap) {
        self.prompt = prompt
        width = picture.width
        self.picture = Data(SHA256.hash(data: picture.bytes))
    }
}
