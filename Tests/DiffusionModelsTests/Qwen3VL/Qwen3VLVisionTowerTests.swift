import Testing

@testable import DiffusionModels
@testable import Tensors

@Suite struct Qwen3VLVisionTowerTests {
    @Test(arguments: Qwen3VLPrecision.allCases, [0, 1])
    func patchesWithTheirPositionsAreThoseOfTheReference(precision: Qwen3VLPrecision, picture: Int) throws {
        let fixture = try Qwen3VLFixture(precision)
        let embedded = fixture.encoder.vision.embedded(try fixture.image(picture), compute: fixture.compute)
        try fixture.expect(embedded, equals: "vision.positioned", rows: fixture.patches(picture))
    }

    @Test(arguments: [0, 1])
    func learnedPositionsAreStretchedOverThePicture(picture: Int) throws {
        let fixture = try Qwen3VLFixture()
        let learned = fixture.encoder.vision.positions.learned(fixture.grids[picture], compute: fixture.compute)
        let patches = try fixture.input("vision.patches", rows: fixture.patches(picture))
        let sum = fixture.compute.add(patches, learned)
        // Only additions, so nothing but their rounding.
        try fixture.expect(sum, equals: "vision.positioned", rows: fixture.patches(picture), within: 1e-6)
    }

    @Test(arguments: [0, 1])
    func queriesAndKeysTurnByRowAndColumn(picture: Int) throws {
        let fixture = try Qwen3VLFixture()
        let rotation = fixture.encoder.vision.positions.rotation(fixture.grids[picture])
        let rows = fixture.patches(picture)
        try fixture.expect(rotation.cosines, equals: "vision.cosines", rows: rows, within: 1e-6)
        try fixture.expect(rotation.sines, equals: "vision.sines", rows: rows, within: 1e-6)
    }

    @Test(arguments: Qwen3VLPrecision.allCases, [0, 1])
    func everyBlockAnswersAsInTheReference(precision: Qwen3VLPrecision, picture: Int) throws {
        let fixture = try Qwen3VLFixture(precision)
        let (vision, rows) = (fixture.encoder.vision, fixture.patches(picture))
        let rotation = vision.positions.rotation(fixture.grids[picture])
        for (index, block) in vision.blocks.enumerated() {
            let input = index == 0 ? "vision.positioned" : "vision.blocks.\(index - 1)"
            let output = block(try fixture.input(input, rows: rows), rotation: rotation, compute: fixture.compute)
            try fixture.expect(output, equals: "vision.blocks.\(index)", rows: rows)
        }
    }

    @Test(arguments: Qwen3VLPrecision.allCases, [0, 1])
    func blocksOfPatchesBecomeTheTokensOfTheReference(precision: Qwen3VLPrecision, picture: Int) throws {
        let fixture = try Qwen3VLFixture(precision)
        let (patches, tokens) = (fixture.patches(picture), fixture.tokens(picture))
        let vision = fixture.encoder.vision
        let last = try fixture.input("vision.blocks.2", rows: patches)
        try fixture.expect(vision.merger(last, compute: fixture.compute), equals: "vision.merged", rows: tokens)
        #expect(fixture.configuration.vision.deepstackBlocks == [0, 2])
        for (index, merger) in vision.deepstackMergers.enumerated() {
            let block = fixture.configuration.vision.deepstackBlocks[index]
            let input = try fixture.input("vision.blocks.\(block)", rows: patches)
            let features = merger(input, compute: fixture.compute)
            try fixture.expect(features, equals: "vision.deepstack.\(index)", rows: tokens)
        }
    }

    @Test(arguments: Qwen3VLPrecision.allCases, [0, 1])
    func theWholeTowerAnswersAsTheReference(precision: Qwen3VLPrecision, picture: Int) throws {
        let fixture = try Qwen3VLFixture(precision)
        let features = try fixture.encoder.vision(try fixture.image(picture), compute: fixture.compute)
        let (rows, tolerance) = (fixture.tokens(picture), precision.towerTolerance)
        try fixture.expect(features.tokens, equals: "vision.merged", rows: rows, within: tolerance)
        for (index, deepstack) in features.deepstack.enumerated() {
            try fixture.expect(deepstack, equals: "vision.deepstack.\(index)", rows: rows, within: tolerance)
        }
        #expect(features.deepstack.count == 2)
    }
}
