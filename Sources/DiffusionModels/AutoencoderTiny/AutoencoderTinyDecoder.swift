import Tensors

/// From latents to a picture: stages of blocks, between which width and height are doubled.
struct AutoencoderTinyDecoder: Sendable {
    private struct Stage {
        let blocks: [AutoencoderTinyBlock]
        /// Follows on the blocks and doubles width and height; of the last stage it makes the colours.
        let output: ConvolutionWeight
    }

    private let input: ConvolutionWeight
    private let stages: [Stage]

    init(_ weights: Weights, _ configuration: AutoencoderTinyConfiguration) throws {
        let layers = weights["layers"]
        let channels = configuration.channels
        // The layers of all stages are numbered through, activations and enlargements included.
        input = try layers.convolution3("0", inputs: configuration.latentChannels, outputs: channels)
        var number = 2
        stages = try configuration.decoderBlocks.enumerated().map { index, blockCount in
            let isLast = index == configuration.decoderBlocks.count - 1
            let blocks = try (0..<blockCount).map { try AutoencoderTinyBlock(layers[number + $0], channels: channels) }
            number += blockCount + (isLast ? 0 : 1)
            let output = try layers.convolution3(
                "\(number)",
                inputs: channels,
                outputs: isLast ? 3 : channels,
                bias: isLast,
                upsampling: !isLast
            )
            number += 1
            return Stage(blocks: blocks, output: output)
        }
    }

    /// - `latents`: [height, width, latent channels].
    /// - `rows`: Gets rows of the picture in order, [rows, width · reduction, 3], from 0 to 1 and somewhat beyond.
    func callAsFunction(_ latents: Tensor, compute: Compute, rows: (Tensor) -> Void) throws {
        var picture = compute.convolution(latents, input, activation: .relu)
        for (index, stage) in stages.dropLast().enumerated() {
            for block in stage.blocks { picture = try block(picture, compute: compute) }
            // The last doubling is left to the bands.
            if index < stages.count - 2 { picture = compute.convolutionUpsampled(picture, stage.output) }
        }
        try lastStage(picture, compute: compute, rows: rows)
    }

    /// The picture at its full width, which is computed in bands.
    private func lastStage(_ picture: Tensor, compute: Compute, rows: (Tensor) -> Void) throws {
        let last = stages[stages.count - 1]
        let upsampler = stages[stages.count - 2].output
        let (height, width) = (picture.shape[0], picture.shape[1])
        let reach = 2 + last.blocks.count * AutoencoderTinyBlock.reach
        for band in RowBands.ranges(height: 2 * height, width: 2 * width) {
            let start = max(0, band.lowerBound - reach) / 2
            let end = min(height, (band.upperBound + reach + 1) / 2)
            var part = compute.convolutionUpsampled(picture.rows(start..<end), upsampler)
            for block in last.blocks { part = try block(part, compute: compute) }
            part = compute.convolution(part, last.output)
            rows(part.rows(band.lowerBound - 2 * start..<band.upperBound - 2 * start))
        }
    }
}
