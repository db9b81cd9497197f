public import Foundation

/// The sizes of an AutoencoderTiny.
public struct AutoencoderTinyConfiguration: Sendable, Equatable {
    /// Channels of all pictures within.
    public let channels: Int
    public let latentChannels: Int
    /// Blocks of each stage of the encoder, from the picture's resolution down; a stage halves width and height.
    public let encoderBlocks: [Int]
    /// Blocks of each stage of the decoder, up to the picture's resolution.
    public let decoderBlocks: [Int]
    /// The decoder takes latents divided by this, …
    public let scalingFactor: Float
    /// … plus this.
    public let shiftFactor: Float

    /// Pixels per latent pixel, along each side.
    public var reduction: Int { 1 << (decoderBlocks.count - 1) }

    /// Reads the `config.json` of a checkpoint.
    /// Throws `ConfigurationError` for what would need another network.
    public init(contentsOf url: URL) throws {
        try self.init(ConfigurationFile(contentsOf: url))
    }

    /// Reads a `config.json` that is already open. Defaults are those of diffusers' `AutoencoderTiny`.
    public init(_ file: ConfigurationFile) throws {
        try file.require("_class_name", "AutoencoderTiny", default: "AutoencoderTiny")
        try file.require("in_channels", 3, default: 3)
        try file.require("out_channels", 3, default: 3)
        try file.require("act_fn", "relu", default: "relu")
        try file.require("upsample_fn", "nearest", default: "nearest")
        try file.require("upsampling_scaling_factor", 2, default: 2)
        latentChannels = try file.integer("latent_channels", default: 4)
        scalingFactor = Float(try file.number("scaling_factor", default: 1))
        shiftFactor = Float(try file.number("shift_factor", default: 0))
        encoderBlocks = try file.integers("num_encoder_blocks", default: [1, 3, 3, 3])
        decoderBlocks = try file.integers("num_decoder_blocks", default: [3, 3, 3, 1])
        guard encoderBlocks.count >= 2 else { throw file.error("num_encoder_blocks", supported: "two stages or more") }
        guard decoderBlocks.count == encoderBlocks.count else {
            throw file.error("num_decoder_blocks", supported: "\(encoderBlocks.count) stages, as the encoder has")
        }

        let standard = ConfigurationValue.list(encoderBlocks.map { _ in 64 })
        let encoderChannels = try file.integers("encoder_block_out_channels", default: standard)
        channels = encoderChannels.first ?? 0
        // The layers between stages have no other channels in than out, so that all stages have the same.
        let same = ConfigurationValue.list(encoderBlocks.map { _ in .integer(channels) })
        try file.require("encoder_block_out_channels", same, default: standard)
        try file.require("decoder_block_out_channels", same, default: standard)
    }
}
