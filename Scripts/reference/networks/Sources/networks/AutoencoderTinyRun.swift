import DiffusionModels
import Foundation
import GenerationTypes
import Tensors

/// Input: `pixels` [height, width, 3], bytes. Answer: the picture's latents, [height / 8, width / 8, 4].
func runAutoencoderTinyEncoder(_ job: Job) throws -> Report {
    let pixels = try job.inputs.tensor("pixels")
    let bitmap = Bitmap(
        size: PixelSize(width: pixels.shape[1], height: pixels.shape[0]),
        layout: .rgb,
        bytes: pixels.floats().map { UInt8($0) }
    )
    return try job.measure(job.autoencoder) { autoencoder, compute in
        try autoencoder.encode(bitmap, compute: compute)
    }
}

/// Input: `latents` [height, width, 4]. Answer: the bytes of the picture, [height · 8, width · 8, 3].
func runAutoencoderTinyDecoder(_ job: Job) throws -> Report {
    let latents = try job.inputs.tensor("latents")
    return try job.measure(job.autoencoder) { autoencoder, compute in
        let picture = try autoencoder.decode(latents, compute: compute)
        return Tensor([picture.height, picture.width, 3], floats: picture.bytes.map { Float($0) })
    }
}

extension Job {
    fileprivate func autoencoder(_ compute: Compute) throws -> AutoencoderTiny {
        let configuration = try AutoencoderTinyConfiguration(contentsOf: checkpoint.appending(path: "config.json"))
        let reader = WeightReader(try Checkpoint(checkpoint.path), precision: precision, compute: compute)
        let autoencoder = try AutoencoderTiny(reader.root, configuration)
        try reader.finish()
        return autoencoder
    }
}
