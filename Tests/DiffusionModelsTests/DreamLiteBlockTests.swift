import Tensors
import Testing

@testable import DiffusionModels

/// Every block of a tiny UNet by itself: the reference's input in, the reference's output expected.
struct DreamLiteBlockTests {
    /// What a block may differ from the reference by, as the root of the mean square relative to the output's.
    ///
    /// In 32 bits only the order of sums differs (measured: 5e-7). With 16 bits every rounding errs by up to 1/512, and a
    /// level has two dozen in a row (a layer 0.005, a level 0.009); with 8 bits a weight errs by up to 1/254 of its
    /// row's largest and an activation likewise (a layer 0.014, a level 0.029).
    struct Precision: CustomTestStringConvertible {
        let weights: WeightPrecision
        let activations: ElementType
        let bound: Float

        var testDescription: String { "\(weights)" }
    }

    static let precisions = [
        Precision(weights: .float32, activations: .float32, bound: 5e-6),
        Precision(weights: .bfloat16, activations: .bfloat16, bound: 0.012),
        Precision(weights: .int8, activations: .bfloat16, bound: 0.035),
    ]

    /// Reads blocks anew where they lie in the checkpoint, and runs them on recorded inputs.
    private struct Bench {
        let tiny: TinyDreamLite
        let recording: Recording
        let conditioning: DreamLiteConditioning
        let precision: Precision

        init(_ precision: Precision) throws {
            self.precision = precision
            tiny = try TinyDreamLite(precision.weights, activations: precision.activations)
            recording = try DreamLiteUNetTests.fixture.recording()
            conditioning = try tiny.conditioning(recording)
        }

        func input(_ name: String) throws -> Tensor {
            try recording.tensor(name + "/input", as: precision.activations)
        }

        func output(_ name: String) throws -> Tensor { try recording.tensor(name + "/output") }

        func place(_ name: String) -> Weights { name.split(separator: ".").reduce(tiny.weights) { $0[String($1)] } }

        /// The embedding that residual blocks get, after its activation.
        func time() throws -> Tensor {
            let sum = tiny.compute.add(try output("time_embedding"), try output("add_embedding"))
            return tiny.compute.activate(sum, .silu).reshaped([1, sum.count])
        }

        func check(_ actual: Tensor, _ name: String) throws {
            let expected = try output(name)
            let flat = actual.shape == expected.shape ? actual : actual.reshaped(expected.shape)
            let error = relativeError(flat, expected)
            #expect(error <= precision.bound, "\(name)")
            if precision.weights == .float32 { #expect(relativeDifference(flat, expected) <= 2e-4, "\(name)") }
        }

        /// The level that a block's name tells, and what its transformers attend to.
        func level(of name: String) -> (DreamLiteConfiguration.Level, DreamLiteConfiguration.Attention) {
            let levels = tiny.configuration.levels
            let index = name.split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
            if name.hasPrefix("down_blocks") { return (levels[index], levels[index].downAttention) }
            if name.hasPrefix("mid_block") { return (levels[levels.count - 1], .pictureAndText) }
            return (levels[levels.count - 1 - index], levels[levels.count - 1 - index].upAttention)
        }
    }

    @Test(arguments: precisions) func `residual blocks`(_ precision: Precision) throws {
        let bench = try Bench(precision)
        let names = bench.recording.names(endingIn: "/output").filter {
            $0.split(separator: ".").dropLast().last == "resnets"
        }
        #expect(names.count == 3 * 2 + 3 * 3 + 2)
        for name in names {
            let input = try bench.input(name)
            let block = try DreamLiteResidualBlock(
                bench.place(name),
                bench.tiny.configuration,
                inputs: input.shape[2],
                outputs: bench.output(name).shape[2]
            )
            try bench.check(block(input, time: bench.time(), compute: bench.tiny.compute), name)
        }
    }

    @Test(arguments: precisions) func `transformers and their layers`(_ precision: Precision) throws {
        let bench = try Bench(precision)
        let names = bench.recording.names(endingIn: "/output").filter {
            $0.split(separator: ".").dropLast().last == "attentions"
        }
        #expect(names.count == 3 * 2 + 2 * 3 + 1)
        var layerCount = 0
        for name in names {
            let (level, attention) = bench.level(of: name)
            // As read by itself, a transformer's first attention to the text is number 0.
            var attentionCount = 0
            let transformer = try DreamLiteTransformer(
                bench.place(name),
                bench.tiny.configuration,
                level,
                attention: attention,
                attentionCount: &attentionCount
            )
            #expect(attentionCount == level.transformerLayers)
            let context = try bench.recording.tensor("encoder_hid_proj/output", as: precision.activations)
            let conditioning = DreamLiteConditioning(
                size: bench.conditioning.size,
                keysAndValues: transformer.layers.map {
                    $0.textAttention.keysAndValues(of: context, compute: bench.tiny.compute)
                }
            )
            for (index, layer) in transformer.layers.enumerated() {
                let layerName = "\(name).transformer_blocks.\(index)"
                let output = try layer(bench.input(layerName), conditioning, compute: bench.tiny.compute)
                try bench.check(output, layerName)
                layerCount += 1
            }
            try bench.check(transformer(bench.input(name), conditioning, compute: bench.tiny.compute), name)
        }
        #expect(layerCount == 2 * (1 + 2 + 1) + 3 * (1 + 2) + 1)
    }

    @Test(arguments: precisions) func `steps between levels`(_ precision: Precision) throws {
        let bench = try Bench(precision)
        for index in 0...1 {
            let down = "down_blocks.\(index).downsamplers.0"
            let input = try bench.input(down)
            let channels = input.shape[2]
            let weight = try bench.place(down).convolution(
                "conv",
                inputs: channels,
                outputs: channels,
                kernel: 3,
                stride: 2,
                padding: 1,
                bias: true
            )
            try bench.check(bench.tiny.compute.convolution(input, weight), down)

            let up = "up_blocks.\(index).upsamplers.0"
            let coarse = try bench.input(up)
            let enlarging = try bench.place(up).convolution(
                "conv",
                inputs: coarse.shape[2],
                outputs: coarse.shape[2],
                kernel: 3,
                padding: 1,
                bias: true,
                upsampling: true
            )
            try bench.check(bench.tiny.compute.convolutionUpsampled(coarse, enlarging), up)
        }
    }

    @Test(arguments: precisions) func `blocks of levels`(_ precision: Precision) throws {
        let bench = try Bench(precision)
        let time = try bench.time()
        var skipped = [try bench.recording.tensor("conv_in/output", as: precision.activations)]
        var attentionCount = 0
        for index in 0..<3 {
            let name = "down_blocks.\(index)"
            let input = try bench.input(name)
            let block = try DreamLiteDownBlock(
                bench.place(name),
                bench.tiny.configuration,
                levelIndex: index,
                inputs: input.shape[2],
                attentionCount: &attentionCount
            )
            let output = try block(
                input,
                time: time,
                bench.conditioning,
                skipped: &skipped,
                compute: bench.tiny.compute
            )
            try bench.check(output, name)
        }
        #expect(skipped.count == 1 + 3 + 3 + 2)
        let middle = try DreamLiteMiddleBlock(
            bench.place("mid_block"),
            bench.tiny.configuration,
            bench.tiny.configuration.levels[2],
            attentionCount: &attentionCount
        )
        try bench.check(
            middle(bench.input("mid_block"), time: time, bench.conditioning, compute: bench.tiny.compute),
            "mid_block"
        )
        for index in 0..<3 {
            let name = "up_blocks.\(index)"
            let block = try DreamLiteUpBlock(
                bench.place(name),
                bench.tiny.configuration,
                levelIndex: 2 - index,
                attentionCount: &attentionCount
            )
            let output = try block(
                bench.input(name),
                time: time,
                bench.conditioning,
                skipped: &skipped,
                compute: bench.tiny.compute
            )
            try bench.check(output, name)
        }
        #expect(skipped.isEmpty)
    }

    @Test(arguments: precisions) func `embeddings and projections`(_ precision: Precision) throws {
        let bench = try Bench(precision)
        let configuration = bench.tiny.configuration
        for (name, inputs) in [("time_embedding", 8), ("add_embedding", 2 * configuration.sizeChannels)] {
            let embedding = try TimestepEmbedding(
                bench.place(name),
                inputs: inputs,
                outputs: configuration.timeChannels
            )
            try bench.check(
                embedding(bench.recording.tensor(name + "/input").reshaped([1, inputs]), compute: bench.tiny.compute),
                name
            )
        }
        let time = bench.tiny.compute.sinusoidalEmbedding(of: [637.5], channels: 8).floats()
        try #require(time.count == 8)
        let expected = try bench.recording.tensor("time_embedding/input").floats()
        for (actual, expected) in zip(time, expected) { #expect(abs(actual - expected) <= 1e-4) }
        let sizes = bench.tiny.compute.sinusoidalEmbedding(
            of: [DreamLiteUNetTests.width, DreamLiteUNetTests.height].map(Float.init),
            channels: configuration.sizeChannels
        ).floats()
        let expectedSizes = try bench.recording.tensor("add_embedding/input").floats()
        for (actual, expected) in zip(sizes, expectedSizes) { #expect(abs(actual - expected) <= 1e-5) }
    }
}
