import Foundation
import Testing

@testable import DiffusionModels

@Suite struct Qwen3VLConfigurationTests {
    /// As published with Qwen3-VL-2B-Instruct, which transformers 4 wrote.
    private let published = """
        {
            "architectures": ["Qwen3VLForConditionalGeneration"], "image_token_id": 151655, "model_type": "qwen3_vl",
            "text_config": {
                "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 151643, "dtype": "bfloat16",
                "eos_token_id": 151645, "head_dim": 128, "hidden_act": "silu", "hidden_size": 2048,
                "initializer_range": 0.02, "intermediate_size": 6144, "max_position_embeddings": 262144,
                "model_type": "qwen3_vl_text", "num_attention_heads": 16, "num_hidden_layers": 28,
                "num_key_value_heads": 8, "rms_norm_eps": 1e-06,
                "rope_scaling": {
                    "mrope_interleaved": true, "mrope_section": [24, 20, 20], "rope_type": "default"
                },
                "rope_theta": 5000000, "tie_word_embeddings": true, "use_cache": true, "vocab_size": 151936
            },
            "tie_word_embeddings": true, "transformers_version": "4.57.0.dev0", "video_token_id": 151656,
            "vision_config": {
                "deepstack_visual_indexes": [5, 11, 17], "depth": 24, "hidden_act": "gelu_pytorch_tanh",
                "hidden_size": 1024, "in_channels": 3, "initializer_range": 0.02, "intermediate_size": 4096,
                "model_type": "qwen3_vl", "num_heads": 16, "num_position_embeddings": 2304,
                "out_hidden_size": 2048, "patch_size": 16, "spatial_merge_size": 2, "temporal_patch_size": 2
            },
            "vision_end_token_id": 151653, "vision_start_token_id": 151652
        }
        """

    private func read(_ json: String) throws -> Qwen3VLConfiguration {
        try Qwen3VLConfiguration(ConfigurationFile(Data(json.utf8), file: "config.json"))
    }

    @Test func aFileOfTransformers4IsRead() throws {
        let configuration = try read(published)
        #expect(configuration.imageToken == 151_655)
        #expect(configuration.text.layerCount == 28)
        #expect(configuration.text.ropeTheta == 5e6)
        #expect(configuration.text.ropeSections == [24, 20, 20])
        #expect(configuration.text.normEpsilon == 1e-6)
        #expect(configuration.vision.deepstackBlocks == [5, 11, 17])
        #expect(configuration.vision.positionGridSize == 48)
        #expect(configuration.vision.patchVolume == 1536)
        #expect(configuration.vision.headDimension == 64)
        #expect(configuration.vision.ropeTheta == 10_000)
    }

    @Test func aFileOfTransformers5IsRead() throws {
        let file = try ConfigurationFile(contentsOf: Qwen3VLFixture.folder.appending(path: "config.json"))
        let configuration = try Qwen3VLConfiguration(file)
        #expect(configuration.text.ropeTheta == 100)
        #expect(configuration.text.ropeSections == [5, 2, 1])
        #expect(configuration.vision.deepstackBlocks == [0, 2])
    }

    @Test(arguments: [
        ("\"model_type\": \"qwen3_vl\",", "\"model_type\": \"qwen2_5_vl\",", "model_type"),
        ("\"hidden_act\": \"silu\"", "\"hidden_act\": \"relu\"", "text_config.hidden_act"),
        ("\"attention_bias\": false", "\"attention_bias\": true", "text_config.attention_bias"),
        ("\"num_key_value_heads\": 8", "\"num_key_value_heads\": 5", "text_config.num_key_value_heads"),
        ("\"rope_type\": \"default\"", "\"rope_type\": \"yarn\"", "text_config.rope_scaling.rope_type"),
        ("\"mrope_interleaved\": true", "\"mrope_interleaved\": false", "text_config.rope_scaling.mrope_interleaved"),
        ("[24, 20, 20]", "[24, 20, 21]", "text_config.rope_scaling.mrope_section"),
        ("\"gelu_pytorch_tanh\"", "\"quick_gelu\"", "vision_config.hidden_act"),
        ("[5, 11, 17]", "[5, 11, 24]", "vision_config.deepstack_visual_indexes"),
        ("[5, 11, 17]", "[5, 17, 11]", "vision_config.deepstack_visual_indexes"),
        ("2304", "2305", "vision_config.num_position_embeddings"),
        ("\"out_hidden_size\": 2048", "\"out_hidden_size\": 4096", "vision_config.out_hidden_size"),
        ("\"in_channels\": 3", "\"in_channels\": 1", "vision_config.in_channels"),
        ("\"num_heads\": 16", "\"num_heads\": 15", "vision_config.num_heads"),
    ])
    func aValueThatIsNotSupportedIsNamed(text: String, replacement: String, key: String) throws {
        let changed = published.replacingOccurrences(of: text, with: replacement)
        #expect(changed != published)
        let error = #expect(throws: ConfigurationError.self) { try read(changed) }
        #expect(error?.key == key)
    }
}
