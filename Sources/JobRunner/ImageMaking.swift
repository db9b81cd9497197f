import GenerationTypes
import ImageCodecs
import JobStore
import Traces

/// Makes a job's image from its input files, which takes seconds of arithmetic.
///
/// - Throws: ``GenerationFailure``, or what decoding and encoding throw.
typealias ImageMaking = @Sendable (Job, [ArtifactKey: [UInt8]], GenerationMonitor) async throws -> EncodedImage

/// An image as it goes into the store.
struct EncodedImage: Sendable {
    let bytes: [UInt8]
    let size: PixelSize
    let warnings: [String]
    let inferenceTime: Duration
}

extension EngineTable {
    /// On a thread of its own: the files are decoded, the engine makes the image, the image is encoded.
    func imageMaking(codec: ImageCodec, software: String) -> ImageMaking {
        { job, files, monitor in
            let span = Span.current
            return try await EngineThread.run { try make(job, files, monitor, codec, software, in: span) }
        }
    }

    private func make(
        _ job: Job,
        _ files: [ArtifactKey: [UInt8]],
        _ monitor: GenerationMonitor,
        _ codec: ImageCodec,
        _ software: String,
        in span: Span?
    ) throws -> EncodedImage {
        let served = try entry(for: job.model)
        let input = try Span.run("decode", under: span) { _ in
            try GenerationInput(job.request, files: files, codec: codec)
        }
        try monitor.checkCancellation()
        let engineSpan = span?.child("engine")
        defer { engineSpan?.end(["engine": served.engine.name]) }
        let times = StepTimes(engine: served.engine.name, span: engineSpan)
        defer { times.ended() }
        let begin = ContinuousClock.now
        let image = try served.engine.generate(input, monitor: monitor.telling(times.begins))
        times.ended()
        let inferenceTime = ContinuousClock.now - begin
        let metadata = OutputMetadata(
            software: software,
            engine: served.engine.name,
            seed: job.request.seed,
            prompt: job.request.prompt.text,
            digitalSource: served.digitalSource
        )
        let bytes = try Span.run("encode", under: span) { _ in
            try codec.encode(image.bitmap, as: job.request.outputFormat, metadata: metadata)
        }
        return EncodedImage(
            bytes: bytes,
            size: image.bitmap.size,
            warnings: image.warnings,
            inferenceTime: inferenceTime
        )
    }
}
