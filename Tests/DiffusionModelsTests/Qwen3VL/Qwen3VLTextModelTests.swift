import Testing

@testable import DiffusionModels
@testable import Tensors

@Suite struct Qwen3VLTextModelTests {
    @Test func wordsAndPicturesHaveThePositionsOfTheReference() throws {
        let fixture = try Qwen3VLFixture()
        let positions = try fixture.prompt().positions
        #expect(
            positions.map(\.time) + positions.map(\.row) + positions.map(\.column)
                == (try fixture.integers("positions"))
        )
    }

    @Test func queriesAndKeysTurnByTimeRowAndColumn() throws {
        let fixture = try Qwen3VLFixture()
        let rotation = fixture.encoder.text.rotation(try fixture.prompt())
        try fixture.expect(rotation.cosines, equals: "text.cosines", within: 1e-6)
        try fixture.expect(rotation.sines, equals: "text.sines", within: 1e-6)
    }

    @Test(arguments: Qwen3VLPrecision.allCases)
    func picturesStandInTheTextInPlaceOfTheirTokens(precision: Qwen3VLPrecision) throws {
        let fixture = try Qwen3VLFixture(precision)
        let features = [try fixture.features(0), try fixture.features(1)]
        let embedded = fixture.encoder.text.embedded(try fixture.prompt(), images: features, compute: fixture.compute)
        // Copies: as exact as the type of activations, of which bfloat16 keeps 8 bits.
        let tolerance: Float = precision == .float32 ? 0 : 0.002
        try fixture.expect(embedded, equals: "text.layers.0.input", within: tolerance)
    }

    @Test(arguments: Qwen3VLPrecision.allCases)
    func everyLayerAnswersAsInTheReference(precision: Qwen3VLPrecision) throws {
        let fixture = try Qwen3VLFixture(precision)
        let rotation = fixture.encoder.text.rotation(try fixture.prompt())
        for (index, layer) in fixture.encoder.text.layers.enumerated() {
            let input = try fixture.input("text.layers.\(index).input")
            let output = layer(input, rotation: rotation, compute: fixture.compute)
            try fixture.expect(output, equals: "text.layers.\(index).output")
        }
    }

    @Test(arguments: Qwen3VLPrecision.allCases)
    func theFirstLayersAreGivenWhatBlocksOfTheTowerSaw(precision: Qwen3VLPrecision) throws {
        let fixture = try Qwen3VLFixture(precision)
        let features = [try fixture.features(0), try fixture.features(1)]
        // Rounded twice at most: the output of the layer, and the sum.
        let tolerance: Float = precision == .float32 ? 1e-6 : 0.008
        for layer in 0..<2 {
            let x = try fixture.input("text.layers.\(layer).output")
            fixture.encoder.text.addDeepstack(
                layer,
                of: features,
                to: x,
                at: try fixture.prompt(),
                compute: fixture.compute
            )
            try fixture.expect(x, equals: "text.layers.\(layer + 1).input", within: tolerance)
        }
    }

    @Test(arguments: Qwen3VLPrecision.allCases)
    func theWholeTextAnswersAsTheReference(precision: Qwen3VLPrecision) throws {
        let fixture = try Qwen3VLFixture(precision)
        let features = [try fixture.features(0), try fixture.features(1)]
        let states = try fixture.encoder.text(try fixture.prompt(), images: features, compute: fixture.compute)
        try fixture.expect(states, equals: "text.hidden_states", within: precision.modelTolerance)
    }

    @Test(arguments: Qwen3VLPrecision.allCases)
    func aTextWithoutPicturesAnswersAsTheReference(precision: Qwen3VLPrecision) throws {
        let fixture = try Qwen3VLFixture(precision)
        let words = try fixture.integers("words.tokens")
        let states = try fixture.encoder(words, images: [], compute: fixture.compute)
        try fixture.expect(states, equals: "words.hidden_states", within: precision.modelTolerance)
    }
}
