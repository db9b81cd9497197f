/// The sizes of a DreamLite UNet.
///
/// Its levels go from the latents' own resolution to the coarsest; each halves the width and height of the one before.
public struct DreamLiteConfiguration: Sendable, Equatable {
    /// What the transformers of a block attend to.
    public enum Attention: Sendable, Equatable {
        /// There are no transformers.
        case none
        /// The text alone.
        case text
        /// The picture itself, and then the text.
        case pictureAndText
    }

    public struct Level: Sendable, Equatable {
        public let channels: Int
        /// The blocks on the way down have so many residual blocks, those on the way up one more.
        public let residualBlocks: Int
        /// Layers of each transformer.
        public let transformerLayers: Int
        /// Query heads of each attention.
        public let heads: Int
        public let downAttention: Attention
        public let upAttention: Attention

        /// Channels of a head.
        public var headDimension: Int { channels / heads }
    }

    public let latentChannels: Int
    public let levels: [Level]
    /// Transformers of the block between the way down and the way up.
    public let middleTransformers: Int
    /// Heads of the keys and values; the query heads divide themselves among them.
    public let keyHeads: Int
    /// The hidden channels of a feed-forward layer, per channel.
    public let feedForwardFactor: Int
    /// Channels of the text encoder's states.
    public let textChannels: Int
    /// Channels of the text as the attentions see it.
    public let contextChannels: Int
    /// Channels of the embedding of the time and the picture's size.
    public let timeChannels: Int
    /// Channels of the sines and cosines of the picture's width, and of its height.
    public let sizeChannels: Int
    public let normGroups: Int
    public let normEpsilon: Float
}
