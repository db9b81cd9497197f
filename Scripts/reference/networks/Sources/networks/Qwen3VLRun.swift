import DiffusionModels
import Foundation
import Tensors

/// Inputs: `tokens` [n]; how many `pictures`; for each of them, from 0 on, `pictures.i.patches` and `pictures.i.grid` (rows and columns).
/// Answer: the hidden states, [n, width].
func runQwen3VL(_ job: Job) throws -> Report {
    let file = try ConfigurationFile(contentsOf: job.checkpoint.appending(path: "config.json"))
    let configuration = try Qwen3VLConfiguration(file)
    let tokens = try job.inputs.integers("tokens")
    let images = try (0..<job.inputs.integers("pictures")[0]).map { index in
        let grid = try job.inputs.integers("pictures.\(index).grid")
        return ImagePatches(
            pixels: try job.inputs.tensor("pictures.\(index).patches"),
            grid: PatchGrid(rows: grid[0], columns: grid[1], mergeSize: configuration.vision.mergeSize)
        )
    }
    return try job.measure { compute in
        let reader = WeightReader(try Checkpoint(job.checkpoint.path), precision: job.precision, compute: compute)
        let encoder = try Qwen3VLEncoder(configuration, weights: reader.root)
        try reader.finish(ignoring: Qwen3VLEncoder.unusedWeights)
        return encoder
    } _: { encoder, compute in
        try encoder(tokens, images: images, compute: compute)
    }
}
