import Tensors
import Testing

@testable import DiffusionModels

/// A tiny UNet of random weights against the reference, which computed in 32 bits with the same weights.
struct DreamLiteUNetTests {
    static let fixture = Fixture("DreamLite")
    static let width = 48
    static let height = 64

    let recording: Recording

    init() throws {
        recording = try Self.fixture.recording()
    }

    @Test func `the velocity equals the reference's`() throws {
        let network = try TinyDreamLite()
        let velocity = try network.velocity(of: recording.tensor("latents"), timestep: 637.5, recording)
        #expect(velocity.elementType == .float32)
        #expect(relativeDifference(velocity, try recording.tensor("velocity")) <= 2e-4)
    }

    @Test func `sizes that do not halve evenly equal the reference's`() throws {
        let network = try TinyDreamLite()
        let velocity = try network.velocity(of: recording.tensor("odd/latents"), timestep: 250, recording)
        #expect(relativeDifference(velocity, try recording.tensor("odd/velocity")) <= 2e-4)
    }

    @Test func `four steps of sampling end where the reference ends`() throws {
        let network = try TinyDreamLite()
        let conditioning = try network.conditioning(recording)
        let schedule = FlowMatchEulerSchedule(
            FlowMatchEulerConfiguration(trainingSteps: 1000, shift: .byTokens(tokens: 0...1, logarithms: 0.5...0.5)),
            stepCount: 4,
            tokenCount: 12
        )
        let source = try recording.tensor("source")
        var latents = try recording.tensor("noise")
        for step in 0..<schedule.stepCount {
            let both = network.compute.concatenateColumns(latents, source)
            let velocity = try network.network.velocity(
                of: both,
                timestep: schedule.timesteps[step],
                conditioning,
                compute: network.compute
            )
            let target = network.compute.columns(velocity, 0..<latents.shape[1])
            latents = schedule.step(step, from: latents, along: target, compute: network.compute)
            let expected = try recording.tensor("step \(step)")
            let difference = zip(latents.floats(), expected.floats()).map { abs($0 - $1) }.max() ?? .infinity
            #expect(difference <= 1e-3, "after step \(step)")
        }
    }

    /// Errors of roundings add up from block to block, and random weights lead none of them back (measured: 0.017 with
    /// 16 bits, 0.044 with 8).
    @Test(arguments: [WeightPrecision.bfloat16, .int8])
    func `reduced precision stays close to the reference`(_ precision: WeightPrecision) throws {
        let network = try TinyDreamLite(precision, activations: .bfloat16)
        let velocity = try network.velocity(of: recording.tensor("latents"), timestep: 637.5, recording)
        let error = relativeError(velocity, try recording.tensor("velocity"))
        #expect(error <= (precision == .bfloat16 ? 0.02 : 0.05))
    }

    @Test func `the result does not depend on the number of threads`() throws {
        let one = try TinyDreamLite(threadCount: 1)
        let three = try TinyDreamLite(threadCount: 3)
        let latents = try recording.tensor("latents")
        #expect(
            try one.velocity(of: latents, timestep: 500, recording).floats()
                == three.velocity(of: latents, timestep: 500, recording).floats()
        )
    }

    @Test func `a wish to stop ends a forward pass`() throws {
        let network = try TinyDreamLite(isCancelled: true)
        #expect(throws: CancellationError.self) { try network.conditioning(recording) }
    }

    @Test func `all weights of the checkpoint are used`() throws {
        _ = try TinyDreamLite()
    }

    /// A step that took more, or kept something, would show as a higher mark, and one that left holes as a higher one yet.
    @Test(arguments: [WeightPrecision.float32, .bfloat16, .int8])
    func `the steps after the first find their memory in place`(_ precision: WeightPrecision) throws {
        let tiny = try TinyDreamLite(precision, activations: precision == .float32 ? .float32 : .bfloat16)
        let recording = try Self.fixture.recording()
        let arena = tiny.compute.arena
        let conditioning = try tiny.conditioning(recording)
        let latents = TorchNoise(seed: 1).latents(height: Self.height / 8, width: Self.width / 4, channels: 4)
        let kept = arena.bytesInUse
        func step(_ timestep: Float) throws -> Int {
            let network = tiny.network
            let velocity = try network.velocity(of: latents, timestep: timestep, conditioning, compute: tiny.compute)
            return withExtendedLifetime(velocity) { arena.bytesInUse }
        }
        let after = try step(1000)
        #expect(after > kept && arena.bytesInUse == kept)
        let marks = (arena.peakBytesInUse, arena.highWaterMark)
        for timestep: Float in [750, 500, 250] {
            #expect(try step(timestep) == after)
            #expect(arena.bytesInUse == kept)
            #expect((arena.peakBytesInUse, arena.highWaterMark) == marks)
        }
    }
}

/// The recorded checkpoint, read as it would be in use.
struct TinyDreamLite {
    let network: DreamLiteUNet
    let weights: Weights
    let configuration: DreamLiteConfiguration
    let compute: Compute

    init(
        _ precision: WeightPrecision = .float32,
        activations: ElementType = .float32,
        threadCount: Int = 2,
        isCancelled: Bool = false
    ) throws {
        let folder = DreamLiteUNetTests.fixture
        // Reading weights would end, too.
        let reading = Compute(threadCount: threadCount, activations: activations)
        compute = reading.listening(to: { isCancelled })
        configuration = try DreamLiteConfiguration(contentsOf: folder.file("config.json"))
        let reader = WeightReader(try Checkpoint(folder.path), precision: precision, compute: reading)
        weights = reader.root
        network = try DreamLiteUNet(weights, configuration)
        try reader.finish()
    }

    func conditioning(_ recording: Recording) throws -> DreamLiteConditioning {
        try network.conditioning(
            text: recording.tensor("text"),
            width: DreamLiteUNetTests.width,
            height: DreamLiteUNetTests.height,
            compute: compute
        )
    }

    func velocity(of latents: Tensor, timestep: Float, _ recording: Recording) throws -> Tensor {
        try network.velocity(of: latents, timestep: timestep, conditioning(recording), compute: compute)
    }
}
