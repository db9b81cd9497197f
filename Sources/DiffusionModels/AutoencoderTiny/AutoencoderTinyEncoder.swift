import Tensors

/// From a picture to latents: stages of blocks, between which width and height are halved.
struct AutoencoderTinyEncoder: Sendable {
    private struct Stage {
        /// Halves the width and height of the stage before; the first has none.
        let downsampler: ConvolutionWeight?
        let blocks: [AutoencoderTinyBlock]

        func callAsFunction(_ picture: Tensor, compute: Compute) throws -> Tensor {
            var picture = picture
            if let downsampler { picture = compute.convolution(picture, downsampler) }
            for block in blocks { picture = try block(picture, compute: compute) }
            return picture
        }
    }

    private let input: ConvolutionWeight
    private let stages: [Stage]
    private let output: ConvolutionWeight

    init(_ weights: Weights, _ configuration: AutoencoderTinyConfiguration) throws {
        let layers = weights["layers"]
        let channels = configuration.channels
        // The layers of all stages are numbered through.
        input = try layers.convolution3("0", inputs: 3, outputs: channels)
        var number = 1
        stages = try configuration.encoderBlocks.enumerated().map { index, blockCount in
            var downsampler: ConvolutionWeight?
            if index > 0 {
                downsampler = try layers.convolution3(
                    "\(number)",
                    inputs: channels,
                    outputs: channels,
                    stride: 2,
                    bias: false
                )
                number += 1
            }
            let blocks = try (0..<blockCount).map { try AutoencoderTinyBlock(layers[number + $0], channels: channels) }
            number += blockCount
            return Stage(downsampler: downsampler, blocks: blocks)
        }
        output = try layers.convolution3("\(number)", inputs: channels, outputs: configuration.latentChannels)
    }

    /// - `height`: Of the whole picture, even.
    /// - `width`: Of the whole picture, even.
    /// - `rows`: Makes rows of the picture, [rows, width, 3], from 0 to 1.
    ///
    /// The result is latents, [height / reduction, width / reduction, latent channels].
    func callAsFunction(height: Int, width: Int, compute: Compute, rows: (Range<Int>) -> Tensor) throws -> Tensor {
        var picture = try secondStage(height: height, width: width, compute: compute, rows: rows)
        for stage in stages.dropFirst(2) { picture = try stage(picture, compute: compute) }
        return compute.convolution(picture, output)
    }

    /// The picture after the second stage, [height / 2, width / 2, channels]: all that is wider is computed in bands.
    private func secondStage(
        height: Int,
        width: Int,
        compute: Compute,
        rows: (Range<Int>) -> Tensor
    ) throws -> Tensor {
        let first = stages[0]
        let second = stages[1]
        guard let downsampler = second.downsampler else { preconditionFailure("a later stage halves the size") }
        let reach = 1 + first.blocks.count * AutoencoderTinyBlock.reach
        var assembled: Tensor?
        for band in RowBands.ranges(height: height, width: width) {
            // The halving convolution of row y looks at the rows 2y - 1 to 2y + 1. The cut is at an even row, so that
            // the same rows are taken together.
            let start = max(0, (band.lowerBound - 1 - reach) / 2 * 2)
            let end = min(height, band.upperBound + reach)
            var picture = compute.convolution(rows(start..<end), input)
            picture = compute.convolution(try first(picture, compute: compute), downsampler)
            let whole = assembled ?? compute.tensor([height / 2, picture.shape[1], picture.shape[2]])
            let rows = (band.lowerBound - start) / 2..<(band.upperBound - start) / 2
            compute.copyRows(picture.rows(rows), into: whole, at: band.lowerBound / 2)
            assembled = whole
        }
        guard var picture = assembled else { preconditionFailure("a picture has a band") }
        for block in second.blocks { picture = try block(picture, compute: compute) }
        return picture
    }
}
