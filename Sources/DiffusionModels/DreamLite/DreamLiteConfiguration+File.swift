public import Foundation

extension DreamLiteConfiguration {
    /// Reads the `config.json` of a checkpoint.
    /// Throws `ConfigurationError` for what would need another network.
    public init(contentsOf url: URL) throws {
        try self.init(ConfigurationFile(contentsOf: url))
    }

    /// Reads a `config.json` that is already open. Defaults are those of diffusers' `DreamLiteUNetModel`.
    public init(_ file: ConfigurationFile) throws {
        try Self.requireSupportedVariant(file)
        latentChannels = try file.integer("in_channels", default: 4)
        try file.require("out_channels", .integer(latentChannels), default: 4)
        levels = try Self.levels(file)
        middleTransformers = try file.integer("num_mid_layers", default: 1)
        keyHeads = try file.integer("num_kv_heads", default: 1)
        feedForwardFactor = try file.integer("ff_mult", default: 6)
        textChannels = try file.integer("encoder_hid_dim")
        contextChannels = try file.integer("cross_attention_dim", default: 2048)
        sizeChannels = try file.integer("addition_time_embed_dim")
        try file.require("projection_class_embeddings_input_dim", .integer(2 * sizeChannels))
        timeChannels =
            file.contains("time_embedding_dim") ? try file.integer("time_embedding_dim") : 4 * levels[0].channels
        normGroups = try file.integer("norm_num_groups", default: 32)
        normEpsilon = Float(try file.number("norm_eps", default: 1e-5))

        for level in levels {
            guard level.heads % keyHeads == 0 else {
                throw file.error("num_kv_heads", supported: "a divisor of \(level.heads) heads")
            }
            guard level.channels % normGroups == 0 else {
                throw file.error("norm_num_groups", supported: "a divisor of \(level.channels) channels")
            }
        }
    }

    private static func levels(_ file: ConfigurationFile) throws -> [Level] {
        let channels = try file.integers("block_out_channels", default: [320, 640, 1280])
        let down = try attentions(file, "down_block_types", count: channels.count, downBlocks)
        let up = try attentions(file, "up_block_types", count: channels.count, upBlocks)
        let residualBlocks = try file.integers("layers_per_block", count: channels.count, default: 2)
        let layers = try file.integers("transformer_layers_per_block", count: channels.count, default: 1)
        // The key is named after a head's channels and has always held the number of heads.
        let heads = try file.integers("attention_head_dim", count: channels.count, default: 64)
        return try channels.indices.map { index in
            guard channels[index] % heads[index] == 0 else {
                throw file.error("attention_head_dim", supported: "numbers of heads that divide \(channels)")
            }
            return Level(
                channels: channels[index],
                residualBlocks: residualBlocks[index],
                transformerLayers: layers[index],
                heads: heads[index],
                downAttention: down[index],
                upAttention: up[channels.count - 1 - index]
            )
        }
    }

    private static func attentions(
        _ file: ConfigurationFile,
        _ key: String,
        count: Int,
        _ known: [String: Attention]
    ) throws -> [Attention] {
        let names = try file.texts(key)
        guard names.count == count else { throw file.error(key, supported: "\(count) blocks") }
        return try names.map { name in
            guard let attention = known[name] else {
                throw file.error(key, supported: known.keys.sorted().joined(separator: ", "))
            }
            return attention
        }
    }

    /// Blocks by the names of the reference and by those that published checkpoints use for them.
    private static let downBlocks: [String: Attention] = [
        "DreamLiteDownBlock2D": .none,
        "DownBlock2D": .none,
        "DreamLiteCrossAttnNoSelfAttnDownBlock2D": .text,
        "CrossAttnDownRemoveSelfAttnBlock2D": .text,
        "DreamLiteCrossAttnDownBlock2D": .pictureAndText,
        "CrossAttnDownBlock2D": .pictureAndText,
    ]
    private static let upBlocks: [String: Attention] = [
        "DreamLiteUpBlock2D": .none,
        "UpBlock2D": .none,
        "DreamLiteCrossAttnNoSelfAttnUpBlock2D": .text,
        "CrossAttnUpRemoveSelfAttnBlock2D": .text,
        "CrossAttnUpRemoveSelfAttnBlock2DV1": .text,
        "DreamLiteCrossAttnUpBlock2D": .pictureAndText,
        "CrossAttnUpBlock2D": .pictureAndText,
    ]

    /// The reference's class can build many networks; this is the one that DreamLite's checkpoints hold.
    private static func requireSupportedVariant(_ file: ConfigurationFile) throws {
        try file.require("_class_name", "DreamLiteUNetModel", default: "DreamLiteUNetModel")
        try file.require(
            "mid_block_type",
            "DreamLiteUNetMidBlock2DCrossAttn",
            "UNetMidBlock2DCrossAttn",
            default: "DreamLiteUNetMidBlock2DCrossAttn"
        )
        try file.require("encoder_hid_dim_type", "text_proj_rms")
        try file.require("addition_embed_type", "time")
        try file.require("use_linear_projection", true, default: false)
        try file.require("use_sep_conv", true, default: true)
        try file.require("qk_norm", "rms_norm", default: "rms_norm")
        try file.require("act_fn", "silu", default: "silu")
        try file.require("attention_type", "default", default: "default")
        try file.require("time_embedding_type", "positional", default: "positional")
        try file.require("resnet_time_scale_shift", "default", default: "default")
        try file.require("flip_sin_to_cos", true, default: true)
        for key in ["conv_in_kernel", "conv_out_kernel"] { try file.require(key, 3, default: 3) }
        for key in ["downsample_padding", "mid_block_scale_factor", "resnet_out_scale_factor"] {
            try file.require(key, 1, default: 1)
        }
        try file.require("freq_shift", 0, default: 0)
        for key in [
            "center_input_sample", "class_embeddings_concat", "dual_cross_attention", "mid_block_only_cross_attention",
            "only_cross_attention", "resnet_skip_time_act", "upcast_attention",
        ] {
            try file.require(key, false, nil, default: false)
        }
        for key in [
            "class_embed_type", "cross_attention_norm", "num_attention_heads", "num_class_embeds",
            "reverse_transformer_layers_per_block", "time_cond_proj_dim", "time_embedding_act_fn", "timestep_post_act",
        ] {
            try file.require(key, nil, default: .null)
        }
    }
}
