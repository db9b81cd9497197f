/// The sizes of a Qwen3-VL model, read from its `config.json`.
///
/// Files written by transformers 4 (`rope_scaling` beside `rope_theta`) and 5 (`rope_parameters`) are both understood.
/// What is missing has the value that `configuration_qwen3_vl.py` of transformers 5.23 assumes, unless it is a size.
public struct Qwen3VLConfiguration: Sendable, Equatable {
    public let text: Text
    public let vision: Vision
    /// The token that stands for one merged block of patches of a picture.
    public let imageToken: Int

    /// - Throws: `ConfigurationError` for a value that the encoder does not support.
    public init(_ file: ConfigurationFile) throws {
        try file.require("model_type", "qwen3_vl")
        text = try Text(file.section("text_config"))
        vision = try Vision(file.section("vision_config"), textLayers: text.layerCount, textWidth: text.width)
        imageToken = try file.integer("image_token_id", default: 151_655)
    }

    /// The part that reads tokens.
    public struct Text: Sendable, Equatable {
        public let vocabularySize: Int
        /// Channels of a token.
        public let width: Int
        /// Channels between the two products of a layer's feed-forward part.
        public let hiddenWidth: Int
        public let layerCount: Int
        public let headCount: Int
        /// Heads of keys and values; each serves `headCount / keyValueHeadCount` heads of queries.
        public let keyValueHeadCount: Int
        public let headDimension: Int
        public let normEpsilon: Float
        /// The base of the rotation's frequencies.
        public let ropeTheta: Double
        /// How many of the `headDimension / 2` frequencies turn with time, row and column.
        public let ropeSections: [Int]

        init(_ file: ConfigurationFile) throws {
            vocabularySize = try file.integer("vocab_size")
            width = try file.integer("hidden_size")
            hiddenWidth = try file.integer("intermediate_size")
            layerCount = try file.integer("num_hidden_layers")
            headCount = try file.integer("num_attention_heads")
            keyValueHeadCount = try file.integer("num_key_value_heads")
            headDimension = try file.integer("head_dim", default: 128)
            normEpsilon = Float(try file.number("rms_norm_eps", default: 1e-6))
            try file.require("hidden_act", "silu", default: "silu")
            try file.require("attention_bias", false, default: false)
            guard headCount.isMultiple(of: keyValueHeadCount) else {
                throw file.error("num_key_value_heads", supported: "a divisor of num_attention_heads (\(headCount))")
            }
            guard headDimension.isMultiple(of: 2) else { throw file.error("head_dim", supported: "an even number") }

            let rope = try file.section(file.contains("rope_parameters") ? "rope_parameters" : "rope_scaling")
            ropeTheta =
                try rope.contains("rope_theta")
                ? rope.number("rope_theta") : file.number("rope_theta", default: 500_000)
            try rope.require(rope.contains("rope_type") ? "rope_type" : "type", "default", default: "default")
            try rope.require("mrope_interleaved", true, default: true)
            ropeSections = try rope.integers("mrope_section", default: [24, 20, 20])
            guard ropeSections.count == 3, ropeSections.reduce(0, +) == headDimension / 2 else {
                throw rope.error("mrope_section", supported: "three numbers with a sum of \(headDimension / 2)")
            }
        }
    }

    /// The part that looks at pictures.
    public struct Vision: Sendable, Equatable {
        public let blockCount: Int
        /// Channels of a patch.
        public let width: Int
        /// Channels between the two products of a block's feed-forward part.
        public let hiddenWidth: Int
        public let headCount: Int
        public let channelCount: Int
        /// Pixels along a side of a patch.
        public let patchSize: Int
        /// Frames of a patch; a still picture repeats its one.
        public let temporalPatchSize: Int
        /// Patches along a side of the block that becomes one token.
        public let mergeSize: Int
        /// Rows and columns of the table of learned positions.
        public let positionGridSize: Int
        /// The blocks whose outputs are added to the first layers of the text, in ascending order.
        public let deepstackBlocks: [Int]
        public let ropeTheta: Double
        /// The activation between the two products of a block's feed-forward part.
        public let activation: VisionActivation
        /// Channels of a token of text.
        public let outputWidth: Int

        public var headDimension: Int { width / headCount }
        /// Numbers of one patch: channels × frames × rows × columns.
        public var patchVolume: Int { channelCount * temporalPatchSize * patchSize * patchSize }

        /// The two forms of GELU that a vision configuration may name.
        public enum VisionActivation: String, Sendable {
            case exact = "gelu"
            case tanhApproximation = "gelu_pytorch_tanh"
        }

        init(_ file: ConfigurationFile, textLayers: Int, textWidth: Int) throws {
            blockCount = try file.integer("depth")
            width = try file.integer("hidden_size")
            hiddenWidth = try file.integer("intermediate_size")
            headCount = try file.integer("num_heads")
            channelCount = try file.integer("in_channels", default: 3)
            patchSize = try file.integer("patch_size", default: 16)
            temporalPatchSize = try file.integer("temporal_patch_size", default: 2)
            mergeSize = try file.integer("spatial_merge_size", default: 2)
            outputWidth = try file.integer("out_hidden_size")
            try file.require("in_channels", 3, default: 3)
            try file.require("out_hidden_size", .integer(textWidth))
            guard width.isMultiple(of: headCount * 4) else {
                // A quarter of a head's channels turn with the row, a quarter with the column, each in pairs.
                throw file.error("num_heads", supported: "heads of hidden_size (\(width)) in multiples of 4 channels")
            }

            let positions = try file.integer("num_position_embeddings", default: 2304)
            positionGridSize = Int(Double(positions).squareRoot())
            guard positionGridSize * positionGridSize == positions else {
                throw file.error("num_position_embeddings", supported: "a square number")
            }
            let activationName = try file.text("hidden_act", default: "gelu_pytorch_tanh")
            guard let activation = VisionActivation(rawValue: activationName) else {
                throw file.error("hidden_act", supported: "gelu, gelu_pytorch_tanh")
            }
            self.activation = activation
            deepstackBlocks = try Vision.deepstackBlocks(file, blockCount: blockCount, textLayers: textLayers)

            guard file.contains("rope_parameters") else {
                ropeTheta = 10_000
                return
            }
            let rope = try file.section("rope_parameters")
            try rope.require("rope_type", "axial", "default", default: "axial")
            ropeTheta = try rope.number("rope_theta", default: 10_000)
        }

        private static func deepstackBlocks(_ file: ConfigurationFile, blockCount: Int, textLayers: Int) throws -> [Int]
        {
            let key = "deepstack_visual_indexes"
            let problem = file.error(
                key,
                supported: "at most \(textLayers) ascending numbers below \(blockCount), one for each text layer"
            )
            guard case .list(let list) = try file.value(key) else { throw problem }
            var blocks: [Int] = []
            for value in list {
                guard case .integer(let block) = value, block > blocks.last ?? -1, block < blockCount else {
                    throw problem
                }
                blocks.append(block)
            }
            guard blocks.count <= textLayers else { throw problem }
            return blocks
        }
    }
}
