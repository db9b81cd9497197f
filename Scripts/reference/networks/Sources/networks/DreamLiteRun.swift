import DiffusionModels
import Foundation
import Tensors

/// Inputs: `latents` [height, width, 4], `text` [tokens, width], `timestep` [1] and the picture's `size` [2], its width
/// and height. Answer: the velocity, [height, width, 4]. The text's part, which all steps share, counts as loading.
func runDreamLite(_ job: Job) throws -> Report {
    let configuration = try DreamLiteConfiguration(contentsOf: job.checkpoint.appending(path: "config.json"))
    let latents = try job.inputs.tensor("latents")
    let text = try job.inputs.tensor("text")
    let timestep = try job.inputs.tensor("timestep").floats()[0]
    let size = try job.inputs.integers("size")
    return try job.measure { compute in
        let reader = WeightReader(try Checkpoint(job.checkpoint.path), precision: job.precision, compute: compute)
        let network = try DreamLiteUNet(reader.root, configuration)
        try reader.finish()
        let conditioning = try network.conditioning(text: text, width: size[0], height: size[1], compute: compute)
        return (network, conditioning)
    } _: { (loaded: (network: DreamLiteUNet, conditioning: DreamLiteConditioning), compute) in
        try loaded.network.velocity(of: latents, timestep: timestep, loaded.conditioning, compute: compute)
    }
}
