import GenerationTypes
import Tensors
import Testing

@testable import DiffusionModels

/// A tiny autoencoder of random weights against the reference.
struct AutoencoderTinyTests {
    static let fixture = Fixture("AutoencoderTiny")

    let recording: Recording

    init() throws {
        recording = try Self.fixture.recording()
    }

    private func autoencoder(
        _ precision: WeightPrecision = .float32,
        activations: ElementType = .float32
    ) throws -> (AutoencoderTiny, Weights, Compute) {
        let compute = Compute(threadCount: 2, activations: activations)
        let reader = WeightReader(try Checkpoint(Self.fixture.path), precision: precision, compute: compute)
        let configuration = try AutoencoderTinyConfiguration(contentsOf: Self.fixture.file("config.json"))
        let autoencoder = try AutoencoderTiny(reader.root, configuration)
        try reader.finish()
        return (autoencoder, reader.root, compute)
    }

    private func bitmap(_ name: String) throws -> Bitmap {
        let pixels = try recording.tensor(name)
        return Bitmap(
            size: PixelSize(width: pixels.shape[1], height: pixels.shape[0]),
            layout: .rgb,
            bytes: pixels.floats().map { UInt8($0) }
        )
    }

    @Test func `a picture's latents equal the reference's`() throws {
        let (autoencoder, _, compute) = try autoencoder()
        let latents = try autoencoder.encode(bitmap("pixels"), compute: compute)
        #expect(relativeDifference(latents, try recording.tensor("latents")) <= 2e-4)
    }

    @Test func `the picture of latents equals the reference's byte for byte`() throws {
        let (autoencoder, _, compute) = try autoencoder()
        let picture = try autoencoder.decode(recording.tensor("noisy latents"), compute: compute)
        let expected = try bitmap("decoded pixels")
        #expect(picture.size == expected.size)
        // A value may lie so near the middle of two bytes that the order of a sum decides.
        let differing = zip(picture.bytes, expected.bytes).filter { $0 != $1 }
        #expect(differing.count <= 1)
        #expect(differing.allSatisfy { abs(Int($0) - Int($1)) == 1 })
        #expect(Set(expected.bytes).count > 100, "the recorded picture has shades")
    }

    /// Every block by itself, and the convolutions between them.
    @Test(arguments: [(WeightPrecision.float32, Float(5e-6)), (.bfloat16, 0.012), (.int8, 0.035)])
    func `blocks equal the reference's`(_ precision: WeightPrecision, bound: Float) throws {
        let activations: ElementType = precision == .float32 ? .float32 : .bfloat16
        let (_, weights, compute) = try autoencoder(precision, activations: activations)
        var blockCount = 0
        for name in recording.names(endingIn: "/output") {
            let path = name.split(separator: ".").map(String.init)
            let place = weights[path[0]][path[1]][path[2]]
            guard place.has("conv.0.weight") else { continue }
            let input = try recording.tensor(name + "/input", as: activations)
            let block = try AutoencoderTinyBlock(place, channels: input.shape[2])
            let output = try block(input, compute: compute)
            let expected = try recording.tensor(name + "/output")
            #expect(relativeError(output, expected) <= bound, "\(name)")
            if precision == .float32 { #expect(relativeDifference(output, expected) <= 2e-4, "\(name)") }
            blockCount += 1
        }
        #expect(blockCount == 5 + 5)
    }

    @Test(arguments: [WeightPrecision.bfloat16, .int8])
    func `reduced precision gives nearly the same picture`(_ precision: WeightPrecision) throws {
        let (autoencoder, _, compute) = try autoencoder(precision, activations: .bfloat16)
        let latents = try autoencoder.encode(bitmap("pixels"), compute: compute)
        let error = relativeError(latents, try recording.tensor("latents"))
        let picture = try autoencoder.decode(recording.tensor("noisy latents"), compute: compute)
        let squares = zip(picture.bytes, try bitmap("decoded pixels").bytes).map {
            (Double($0) - Double($1)) * (Double($0) - Double($1))
        }
        let deviation = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
        // Measured: 0.007 and 0.9 levels with 16 bits. Values from 0.5 to 1 lie one level apart in `bfloat16`.
        #expect(error <= (precision == .bfloat16 ? 0.01 : 0.03))
        #expect(deviation <= (precision == .bfloat16 ? 1.2 : 3))
    }

    @Test func `bands of rows give the same picture as the whole`() throws {
        let (autoencoder, _, compute) = try autoencoder()
        // More than one band, the last of which is small.
        let (width, height) = (3000, 152)
        let bands = RowBands.ranges(height: height, width: width)
        #expect(bands.map(\.count) == [86, 66])
        let bytes = (0..<width * height * 3).map { index -> UInt8 in
            let slow = index / 977
            return UInt8(truncatingIfNeeded: index * 31 + slow * 7)
        }
        let picture = Bitmap(size: PixelSize(width: width, height: height), layout: .rgb, bytes: bytes)
        let latents = try autoencoder.encode(picture, compute: compute)
        let decoded = try autoencoder.decode(latents, compute: compute)

        // A cut of the picture, wide enough that what lies beyond does not reach its middle, is computed in one band.
        let cut = 64..<128
        let columns = 1024
        var cutBytes: [UInt8] = []
        for row in 0..<height {
            let start = (row * width + cut.lowerBound) * 3
            cutBytes += bytes[start..<start + columns * 3]
        }
        let cutPicture = Bitmap(size: PixelSize(width: columns, height: height), layout: .rgb, bytes: cutBytes)
        #expect(RowBands.ranges(height: height, width: columns).count == 1)
        let cutLatents = try autoencoder.encode(cutPicture, compute: compute)
        let middle = 40..<88
        let shifted = middle.lowerBound + cut.lowerBound / 8..<middle.upperBound + cut.lowerBound / 8
        #expect(compute.columns(cutLatents, middle).floats() == compute.columns(latents, shifted).floats())

        let part = compute.columns(latents, shifted)
        let whole = try autoencoder.decode(part, compute: compute)
        #expect(RowBands.ranges(height: whole.height, width: whole.width).count == 1)
        for row in 0..<height {
            for column in 16 * 8..<32 * 8 {
                let here = (row * whole.width + column) * 3
                let there = (row * width + column + shifted.lowerBound * 8) * 3
                #expect(whole.bytes[here] == decoded.bytes[there])
            }
        }
    }
}
