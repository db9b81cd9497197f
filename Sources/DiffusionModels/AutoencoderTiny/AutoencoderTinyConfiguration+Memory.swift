public import GenerationTypes
public import Tensors

extension AutoencoderTinyConfiguration {
    /// The bytes that the weights take in memory, without what padding adds to them. Convolutions have 16 bits at least.
    public func weightByteCount(_ precision: WeightPrecision) -> Int {
        let blocks = encoderBlocks.reduce(0, +) + decoderBlocks.reduce(0, +)
        let between = encoderBlocks.count - 1
        // Blocks are kept for Winograd's algorithm, with 16 places instead of 9 (but in float32). The steps up are kept in
        // two forms: of 9 taps and of four times 4.
        let places = precision == .float32 ? 9 : 16
        let taps = channels * (3 * places * blocks + 9 * between + 25 * between) + 9 * (2 * 3 + 2 * latentChannels)
        return taps * channels * (precision == .float32 ? 4 : 2)
    }

    /// The most bytes that tensors take at one time, to encode or decode a picture of this size.
    public func activationByteCount(size: PixelSize, _ elementType: ElementType) -> Int {
        let half = (size.height + 1) / 2 * ((size.width + 1) / 2)
        let bands = RowBands.ranges(height: size.height, width: size.width)
        let blocks = max(encoderBlocks[0], decoderBlocks[decoderBlocks.count - 1])
        let reach = 2 + blocks * AutoencoderTinyBlock.reach
        let rows = min(size.height, (bands.first?.count ?? 0) + 2 * reach + 2)
        // Half the picture whole, and of a band a block's input and two of its convolutions.
        let numbers = max(4 * half, half + 3 * rows * size.width) * channels
        // Colours and latents beside them.
        return numbers * elementType.byteCount + (size.pixelCount / 16 + 3 * rows * size.width) * 4
    }
}
