import Foundation
import GenerationTypes
import Tensors
import Testing

/// What the reference computed, in a safetensors file.
struct RecordedTensors {
    private let checkpoint: Checkpoint
    private let weights: Weights

    init(_ file: URL) throws {
        checkpoint = try Checkpoint(file.path)
        let reader = WeightReader(
            checkpoint,
            precision: .float32,
            compute: Compute(threadCount: 1),
            caching: .none
        )
        weights = reader.root
    }

    func tensor(_ name: String) throws -> Tensor {
        let stored = try #require(checkpoint.tensor(name), "nothing recorded as \(name)")
        return try weights.floats(name, stored.shape)
    }

    /// A picture: whole numbers from 0 to 255.
    func picture(_ name: String) throws -> Bitmap {
        let tensor = try tensor(name)
        return Bitmap(
            size: PixelSize(width: tensor.shape[1], height: tensor.shape[0]),
            layout: .rgb,
            bytes: tensor.floats().map { UInt8($0) }
        )
    }
}
