import Foundation
import GenerationTypes
import ImageCodecs
import JobRunner
import SceneEngine

/// What `transform` was asked for.
struct TransformOrder: Sendable {
    let input: String
    let output: String
    let prompt: Prompt
    let elements: [String]
    let outputSize: PixelSize
    let format: OutputFormat
    let seed: UInt32
}

/// What came of it.
struct TransformResult: Sendable {
    let image: GeneratedImage
    let engine: String
    /// What was understood from the prompt, by the scene engine.
    let plan: EditPlan?
    /// In the order in which they ran.
    let steps: [StepTime]
    let bytes: [UInt8]
    /// Reading and decoding, making, encoding.
    let decodeSeconds: Double
    let engineSeconds: Double
    let encodeSeconds: Double
}

/// One image from file to file: decode, make, encode.
struct TransformWork: Sendable {
    private let order: TransformOrder
    private let codec: ImageCodec
    private let engine: EngineTable.Entry

    init(_ order: TransformOrder, codec: ImageCodec, engine: EngineTable.Entry) {
        self.order = order
        self.codec = codec
        self.engine = engine
    }

    /// - Throws: ``CommandError``.
    func run(monitor: GenerationMonitor) throws -> TransformResult {
        let (input, decodeTime) = try timed { try decode() }
        let steps = StepTimes()
        let (image, engineTime) = try timed { try make(input, steps.listening(with: monitor)) }
        let times = steps.finish()
        let metadata = OutputMetadata(
            software: Version.software,
            engine: engine.engine.name,
            seed: order.seed,
            prompt: order.prompt.text,
            digitalSource: engine.digitalSource
        )
        let (bytes, encodeTime) = try timed {
            try codec.encode(image.bitmap, as: order.format, metadata: metadata)
        }
        return TransformResult(
            image: image,
            engine: engine.engine.name,
            plan: (engine.engine as? SceneEngine)?.explain(order.prompt),
            steps: times,
            bytes: bytes,
            decodeSeconds: decodeTime,
            engineSeconds: engineTime,
            encodeSeconds: encodeTime
        )
    }

    private func make(_ input: GenerationInput, _ monitor: GenerationMonitor) throws -> GeneratedImage {
        do {
            return try engine.engine.generate(input, monitor: monitor)
        } catch let failure as GenerationFailure {
            throw CommandError(failure.message)
        }
    }

    private func decode() throws -> GenerationInput {
        GenerationInput(
            prompt: order.prompt,
            image: try decode(order.input) { try codec.decode($0, covering: order.outputSize) },
            elements: try order.elements.map { path in
                let bitmap = try decode(path) { try codec.decode($0, keepingAlpha: true) }
                return GenerationInput.Element(frontal: bitmap, references: [])
            },
            outputSize: order.outputSize,
            seed: order.seed
        )
    }

    private func decode(_ path: String, _ decode: ([UInt8]) throws -> Bitmap) throws -> Bitmap {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path): there is no such file, or it may not be read")
        }
        do {
            return try decode([UInt8](data))
        } catch let error as ImageCodecError {
            throw CommandError("\(path): \(error.message)")
        }
    }

    private func timed<Value>(_ work: () throws -> Value) rethrows -> (Value, seconds: Double) {
        let begin = ContinuousClock.now
        let value = try work()
        return (value, (ContinuousClock.now - begin).seconds)
    }
}
