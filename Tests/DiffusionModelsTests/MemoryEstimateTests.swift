import GenerationTypes
import Tensors
import Testing

@testable import DiffusionModels

/// Estimates of memory against what networks take.
struct MemoryEstimateTests {
    @Test func `the weights of the published UNet are counted`() throws {
        let tiny = try TinyDreamLite()
        let checkpoint = try Checkpoint(DreamLiteUNetTests.fixture.path)
        let stored = checkpoint.names.reduce(0) { $0 + (checkpoint.tensor($1)?.count ?? 0) } * 4
        // Vectors are left out, and the steps up are kept twice.
        let estimate = tiny.configuration.weightByteCount(.float32)
        #expect(Double(estimate) > 0.9 * Double(stored) && Double(estimate) < 1.2 * Double(stored))
        #expect(tiny.configuration.weightByteCount(.bfloat16) == estimate / 2)
        #expect(tiny.configuration.weightByteCount(.int8) < estimate / 2)
    }

    @Test(arguments: [WeightPrecision.float32, .bfloat16, .int8])
    func `a step takes about the tensors that are estimated`(_ precision: WeightPrecision) throws {
        let activations: ElementType = precision == .float32 ? .float32 : .bfloat16
        let tiny = try TinyDreamLite(precision, activations: activations)
        let recording = try DreamLiteUNetTests.fixture.recording()
        let size = PixelSize(width: 512, height: 512)
        let latents = TorchNoise(seed: 1).latents(height: 64, width: 128, channels: 4)
        _ = try tiny.velocity(of: latents, timestep: 500, recording)
        let used = Double(tiny.compute.arena.peakBytesInUse)
        let estimate = Double(tiny.configuration.activationByteCount(size: size, textTokens: 7, activations))
        // Rows of so few channels are padded when they are rounded to 8 bits.
        let most = precision == .int8 ? 2 : 1.15
        #expect(used < most * estimate && used > 0.6 * estimate, "\(used) used, \(estimate) estimated")
    }

    @Test func `a picture takes about the tensors that are estimated`() throws {
        let compute = Compute(threadCount: 2)
        let fixture = AutoencoderTinyTests.fixture
        let configuration = try AutoencoderTinyConfiguration(contentsOf: fixture.file("config.json"))
        let reader = WeightReader(try Checkpoint(fixture.path), precision: .float32, compute: compute)
        let autoencoder = try AutoencoderTiny(reader.root, configuration)
        let size = PixelSize(width: 1024, height: 512)
        let picture = Bitmap(size: size, layout: .rgb, bytes: Array(repeating: 128, count: size.pixelCount * 3))
        _ = try autoencoder.decode(autoencoder.encode(picture, compute: compute), compute: compute)
        let used = Double(compute.arena.peakBytesInUse)
        let estimate = Double(configuration.activationByteCount(size: size, .float32))
        #expect(used < 1.15 * estimate && used > 0.6 * estimate, "\(used) used, \(estimate) estimated")
    }
}
