public import GenerationTypes
public import Tensors

extension DreamLiteConfiguration {
    /// The bytes that the weights take in memory, without what padding adds to them.
    public func weightByteCount(_ precision: WeightPrecision) -> Int {
        let coarsest = levels[levels.count - 1]
        var products = contextChannels * textChannels
        products += timeChannels * (levels[0].channels + 2 * sizeChannels + 2 * timeChannels)
        // Convolutions with neighbours have 16 bits at least.
        var convolutions = 2 * 9 * latentChannels * levels[0].channels
        for (index, level) in levels.enumerated() {
            let finer = levels[max(index - 1, 0)].channels
            let coarser = levels[min(index + 1, levels.count - 1)].channels
            for block in 0..<level.residualBlocks {
                products += residualBlock(inputs: block == 0 ? finer : level.channels, outputs: level.channels)
            }
            for block in 0...level.residualBlocks {
                let own = block == 0 ? coarser : level.channels
                let skipped = block == level.residualBlocks ? finer : level.channels
                products += residualBlock(inputs: own + skipped, outputs: level.channels)
            }
            products += level.residualBlocks * transformer(level, level.downAttention)
            products += (level.residualBlocks + 1) * transformer(level, level.upAttention)
            // A step down and a step up, of which the latter is kept in two forms: of 9 taps and of four times 4.
            if index < levels.count - 1 { convolutions += 9 * level.channels * level.channels }
            if index > 0 { convolutions += 25 * level.channels * level.channels }
        }
        products += middleTransformers * transformer(coarsest, .pictureAndText)
        products +=
            (middleTransformers + 1) * residualBlock(inputs: coarsest.channels, outputs: coarsest.channels)
        switch precision {
        case .float32: return (products + convolutions) * 4
        case .bfloat16: return (products + convolutions) * 2
        case .int8: return products + convolutions * 2
        }
    }

    /// The most bytes that tensors take at one time in a step of an edit: of a picture of this size with its source
    /// beside it, and a text of so many tokens. It holds for weights of any precision: rows that `int8` products round
    /// take a byte a number more.
    public func activationByteCount(size: PixelSize, textTokens: Int, _ elementType: ElementType) -> Int {
        let attentions = levels.reduce(middleTransformers * levels[levels.count - 1].textNumbers) { sum, level in
            let down = level.downAttention == .none ? 0 : level.residualBlocks
            let up = level.upAttention == .none ? 0 : level.residualBlocks + 1
            return sum + (down + up) * level.textNumbers
        }
        let text = attentions * 2 * keyHeads * textTokens * elementType.byteCount

        // The way up is the widest in its first block of a level: the pictures still to be led past, what the coarser
        // level handed on, both joined, after the first half of the separable convolution, and after the second.
        var (height, width) = ((size.height + 7) / 8, 2 * ((size.width + 7) / 8))
        var waiting = 0
        var most = 0
        for (index, level) in levels.enumerated() {
            let pixels = height * width
            let coarser = levels[min(index + 1, levels.count - 1)].channels
            let joined = coarser + level.channels
            let numbers = (level.residualBlocks + 2) * level.channels + coarser + 2 * joined
            most = max(most, (waiting + pixels * numbers) * elementType.byteCount + pixels * (joined + joined / 4))
            (height, width) = ((height + 1) / 2, (width + 1) / 2)
            waiting += (pixels * (level.residualBlocks + 1) + height * width) * level.channels
        }
        return most + text
    }

    private func residualBlock(inputs: Int, outputs: Int) -> Int {
        let hidden = 2 * outputs
        let separable = 9 * inputs + inputs * hidden + 9 * hidden + hidden * outputs
        return separable + timeChannels * hidden + (inputs == outputs ? 0 : inputs * outputs)
    }

    private func transformer(_ level: Level, _ attention: Attention) -> Int {
        let channels = level.channels
        let keys = 2 * keyHeads * level.headDimension
        let picture = channels * (2 * channels + keys)
        let text = channels * 2 * channels + contextChannels * keys
        let layer = (attention == .pictureAndText ? picture : 0) + text + 3 * channels * channels * feedForwardFactor
        return attention == .none ? 0 : 2 * channels * channels + level.transformerLayers * layer
    }
}

extension DreamLiteConfiguration.Level {
    /// Numbers of a token of the text in one key head's key or value, over the layers of a transformer.
    fileprivate var textNumbers: Int { transformerLayers * headDimension }
}
