import Foundation
import Tensors
import Testing

@testable import DiffusionModels

struct DreamLiteConfigurationTests {
    /// Keys of the published configuration in which it differs from the defaults.
    private static let published = """
        "addition_embed_type": "time", "addition_time_embed_dim": 256, "attention_head_dim": [4, 8, 14],
        "block_out_channels": [256, 512, 896], "cross_attention_dim": 2304, "encoder_hid_dim": 2048,
        "down_block_types": ["CrossAttnDownRemoveSelfAttnBlock2D", "DreamLiteCrossAttnNoSelfAttnDownBlock2D",
        "DreamLiteCrossAttnDownBlock2D"], "encoder_hid_dim_type": "text_proj_rms", "ff_mult": 3,
        "projection_class_embeddings_input_dim": 512, "transformer_layers_per_block": [1, 2, 4],
        "up_block_types": ["DreamLiteCrossAttnUpBlock2D", "CrossAttnUpRemoveSelfAttnBlock2DV1", "UpBlock2D"],
        "use_linear_projection": true
        """

    private func configuration(_ more: String = "") throws -> DreamLiteConfiguration {
        try DreamLiteConfiguration(ConfigurationFile(Data("{\(Self.published)\(more)}".utf8), file: "config.json"))
    }

    @Test func `the published configuration is understood`() throws {
        let configuration = try configuration()
        #expect(configuration.levels.map(\.channels) == [256, 512, 896])
        #expect(configuration.levels.map(\.headDimension) == [64, 64, 64])
        #expect(configuration.levels.map(\.transformerLayers) == [1, 2, 4])
        #expect(configuration.levels.map(\.downAttention) == [.text, .text, .pictureAndText])
        #expect(configuration.levels.map(\.upAttention) == [.none, .text, .pictureAndText])
        #expect(configuration.timeChannels == 1024)
        #expect(configuration.keyHeads == 1)
        // 389.97 million parameters, of which norms and biases are left out and the steps up kept in two forms.
        let parameters = configuration.weightByteCount(.float32) / 4
        #expect(parameters > 388_000_000 && parameters < 410_000_000)
    }

    @Test(arguments: [
        ("act_fn", #""gelu""#), ("class_embed_type", #""timestep""#), ("only_cross_attention", "true"),
        ("use_sep_conv", "false"), ("qk_norm", "null"), ("conv_in_kernel", "5"), ("num_kv_heads", "3"),
        ("norm_num_groups", "48"), ("layers_per_block", "[1, 2]"), ("out_channels", "8"), ("num_mid_layers", "-1"),
    ])
    func `other variants are refused by the name of the key`(_ key: String, value: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try configuration(", \"\(key)\": \(value)") }
        #expect(error?.key == key)
    }
}
