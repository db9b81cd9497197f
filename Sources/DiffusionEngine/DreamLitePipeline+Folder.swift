import DiffusionModels
import Foundation
import Tensors
import TextTokenizers

extension DreamLitePipeline {
    /// The classes of `model_index.json` that this pipeline runs.
    static let classNames = ["DreamLiteMobilePipeline"]

    /// Reads the networks of a folder that diffusers' `save_pretrained` laid out:
    ///
    /// | folder | what is in it |
    /// |---|---|
    /// | `tokenizer`, or `processor` | `tokenizer.json` |
    /// | `processor` | how pictures are cut for the text encoder |
    /// | `text_encoder`, `unet`, `vae` | `config.json` and weights |
    /// | `scheduler` | `scheduler_config.json` |
    ///
    /// Throws `ConfigurationError`, `TensorError` or `TokenizerError` for what is missing or not supported, and and
    /// `CancellationError` soon after `compute` is cancelled.
    init(folder: URL, precision: WeightPrecision, compute: Compute) throws {
        let parts = Parts(folder: folder, precision: precision, compute: compute)
        try compute.checkpoint()
        let (unet, unetWeights) = try parts.network("unet") { try DreamLiteUNet($0, DreamLiteConfiguration($1)) }
        try compute.checkpoint()
        // At eight bits a picture's colours would step.
        let (autoencoder, _) = try parts.network("vae", keeping: precision == .int8 ? .bfloat16 : precision) {
            try AutoencoderTiny($0, AutoencoderTinyConfiguration($1))
        }
        try compute.checkpoint()
        let (encoder, encoderWeights) = try parts.network("text_encoder", ignoring: Qwen3VLEncoder.unusedWeights) {
            try Qwen3VLEncoder(Qwen3VLConfiguration($1), weights: $0)
        }
        try encoderWeights.bringIn(checkpoint: compute.checkpoint)
        // While the text encoder works, the disk brings what comes after it.
        Thread.detachNewThread { unetWeights.bringIn {} }
        self.init(
            tokenizer: try Tokenizer(folder: parts.tokenizerFolder),
            processor: try Qwen3VLImageProcessor(folder: folder.appending(path: "processor")),
            encoder: encoder,
            unet: unet,
            autoencoder: autoencoder,
            schedule: try FlowMatchEulerConfiguration(
                contentsOf: folder.appending(path: "scheduler/scheduler_config.json")
            )
        )
    }
}

/// The folders of a pipeline's parts.
private struct Parts {
    let folder: URL
    let precision: WeightPrecision
    let compute: Compute

    var tokenizerFolder: String {
        let own = folder.appending(path: "tokenizer")
        let exists = FileManager.default.fileExists(atPath: own.appending(path: "tokenizer.json").path)
        return exists ? own.path : folder.appending(path: "processor").path
    }

    /// Reads a network from its configuration and weights, all of which it must use.
    func network<Network>(
        _ name: String,
        keeping precision: WeightPrecision? = nil,
        ignoring unused: [String] = [],
        _ make: (Weights, ConfigurationFile) throws -> Network
    ) throws -> (Network, WeightReader) {
        let place = folder.appending(path: name)
        let configuration = try ConfigurationFile(contentsOf: place.appending(path: "config.json"))
        let weights = try Checkpoint(place.path)
        let reader = WeightReader(weights, precision: precision ?? self.precision, compute: compute)
        let network = try make(reader.root, configuration)
        try reader.finish(ignoring: unused)
        return (network, reader)
    }
}
