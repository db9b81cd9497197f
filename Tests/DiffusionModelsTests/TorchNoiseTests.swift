import Tensors
import Testing

@testable import DiffusionModels

struct TorchNoiseTests {
    struct Row: Decodable, CustomTestStringConvertible {
        let seed: UInt64
        let size: Int
        /// The exclusive or of all values' bits.
        let mixed: UInt32
        /// At most 16 values.
        let first: [Float]
        /// At most 17 values.
        let last: [Float]

        var testDescription: String { "\(size) values of seed \(seed)" }
    }

    static let rows: [Row] = (try? Fixture("Noise").json("noise.json")) ?? []

    @Test func `seeds and sizes are recorded`() {
        #expect(Self.rows.map(\.size).contains(65536) && Self.rows.map(\.size).contains(1))
        #expect(Set(Self.rows.map(\.seed)).count > 3)
    }

    @Test(arguments: rows) func `noise equals that of PyTorch's CPU generator`(_ row: Row) {
        let values = TorchNoise(seed: row.seed).normals(row.size)
        #expect(values.count == row.size)
        // Below 16 values they come from the C library's functions, whose last bit differs from one to the next.
        let tolerance: Float = row.size < 16 ? 1e-6 : 0
        for (actual, expected) in zip(values, row.first) { #expect(abs(actual - expected) <= tolerance) }
        for (actual, expected) in zip(values.suffix(row.last.count), row.last) {
            #expect(abs(actual - expected) <= tolerance)
        }
        if row.size >= 16 { #expect(values.reduce(0) { $0 ^ $1.bitPattern } == row.mixed) }
    }

    @Test func `latents have the noise plane by plane`() throws {
        let noise = TorchNoise(seed: 42)
        let planes = noise.normals(4 * 3 * 5)
        let latents = noise.latents(height: 3, width: 5, channels: 4)
        #expect(latents.shape == [3, 5, 4])
        let values = latents.floats()
        for channel in 0..<4 {
            for pixel in 0..<15 { #expect(values[pixel * 4 + channel] == planes[channel * 15 + pixel]) }
        }
    }
}
