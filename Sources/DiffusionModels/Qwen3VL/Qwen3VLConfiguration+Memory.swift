public import Tensors

extension Qwen3VLConfiguration {
    /// The bytes that the weights take in memory, without what padding adds to them. The embedding of the tokens is not
    /// among them: it stays in its file, of which the system keeps only pages in use.
    public func weightByteCount(_ precision: WeightPrecision) -> Int {
        var products: [Product] = []
        products += Array(repeating: text.layerProducts, count: text.layerCount).joined()
        products += Array(repeating: vision.blockProducts, count: vision.blockCount).joined()
        products += Array(repeating: vision.mergerProducts, count: vision.deepstackBlocks.count + 1).joined()
        products.append(Product(inputs: vision.patchVolume, outputs: vision.width, hasBias: true))
        let positions = vision.positionGridSize * vision.positionGridSize * vision.width
        return products.reduce(positions * 4) { $0 + $1.byteCount(precision) }
    }

    /// The most bytes that the tensors of an encoding take at one time: of a text of `tokens`, those of its pictures
    /// included, and of pictures of so many `patches` each, at which the tower looks one after the other. It holds for
    /// weights of any precision: rows that `int8` products round take a byte a number more.
    public func activationByteCount(tokens: Int, patches: [Int], _ elementType: ElementType) -> Int {
        let merged = patches.reduce(0, +) / (vision.mergeSize * vision.mergeSize)
        // What pictures leave for the text stays until it is read.
        let features = merged * text.width * (vision.deepstackBlocks.count + 1) * elementType.byteCount
        // What a layer got, its norm and what its attention left, beside the queries, keys and values (the latter two once
        // more, packed, in heads of multiples of 16) or the inner numbers of the feed-forward part and its result.
        let packed = 2 * vision.headCount * ((vision.headDimension + 15) / 16 * 16)
        let perPatch = vision.width * 3 + max(vision.width * 3 + packed, vision.hiddenWidth + vision.width)
        let joined = (text.headCount + 2 * text.keyValueHeadCount) * text.headDimension
        let perToken = text.width * 3 + max(joined * 2, text.hiddenWidth + text.width)
        let tower = (patches.max() ?? 0) * (perPatch * elementType.byteCount + vision.hiddenWidth)
        let reader = tokens * (perToken * elementType.byteCount + text.hiddenWidth)
        return features + max(tower, reader)
    }

    /// A matrix of weights.
    fileprivate struct Product {
        let inputs: Int
        let outputs: Int
        let hasBias: Bool

        /// The bias, and the scale that every output of an `int8` product has, are float32.
        func byteCount(_ precision: WeightPrecision) -> Int {
            let bias = hasBias ? outputs * 4 : 0
            switch precision {
            case .float32: return inputs * outputs * 4 + bias
            case .bfloat16: return inputs * outputs * 2 + bias
            case .int8: return inputs * outputs + outputs * 4 + bias
            }
        }
    }
}

extension Qwen3VLConfiguration.Text {
    fileprivate var layerProducts: [Qwen3VLConfiguration.Product] {
        let queryWidth = headCount * headDimension
        let keyWidth = keyValueHeadCount * headDimension
        return [
            .init(inputs: width, outputs: queryWidth + 2 * keyWidth, hasBias: false),
            .init(inputs: queryWidth, outputs: width, hasBias: false),
            .init(inputs: width, outputs: hiddenWidth * 2, hasBias: false),
            .init(inputs: hiddenWidth, outputs: width, hasBias: false),
        ]
    }
}

extension Qwen3VLConfiguration.Vision {
    fileprivate var blockProducts: [Qwen3VLConfiguration.Product] {
        [
            .init(inputs: width, outputs: width * 3, hasBias: true),
            .init(inputs: width, outputs: width, hasBias: true),
            .init(inputs: width, outputs: hiddenWidth, hasBias: true),
            .init(inputs: hiddenWidth, outputs: width, hasBias: true),
        ]
    }

    fileprivate var mergerProducts: [Qwen3VLConfiguration.Product] {
        let blockWidth = width * mergeSize * mergeSize
        return [
            .init(inputs: blockWidth, outputs: blockWidth, hasBias: true),
            .init(inputs: blockWidth, outputs: outputWidth, hasBias: true),
        ]
    }
}
