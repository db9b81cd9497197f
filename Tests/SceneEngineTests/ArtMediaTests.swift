import CPixelKernels
import GenerationTypes
import Testing

@testable import SceneEngine

/// What each art medium must keep and must show, on the sample photograph.
@Suite struct ArtMediaTests {
    private static let size = PixelSize(width: 320, height: 180)
    private static let media: [EffectName] = [
        .watercolour, .oil, .pencil, .ink, .anime, .pointillism, .pixelArt, .stainedGlass, .woodblock, .lowPoly,
    ]

    private func state(_ medium: EffectName, _ parallelism: Parallelism = .allProcessors) throws -> RenderState {
        let scene = analyzeScene(try SamplePhotograph.temple(fittedTo: Self.size), parallelism: parallelism)
        let plan = EditPlan(edits: [.init(medium, strength: 1)], medium: medium)
        return RenderState(plan: plan, scene: scene, seed: 7, parallelism: parallelism)
    }

    private func painted(_ medium: EffectName, _ parallelism: Parallelism = .allProcessors) throws -> RenderState {
        var state = try state(medium, parallelism)
        for step in RenderStep.all where step.isNeeded(state.plan) { state.run(step) }
        return state
    }

    @Test(arguments: media)
    func aMediumGivesTheSameBytesOnAnyNumberOfThreads(medium: EffectName) throws {
        let alone = try painted(medium, .serial).finished()
        #expect(try alone == painted(medium, Parallelism(threadCount: 4)).finished())
    }

    @Test(arguments: media)
    func aMediumKeepsThePictureAsBrightAsItWasWithinItsManner(medium: EffectName) throws {
        let before = try state(medium).encodedLuminance().mean
        let after = try painted(medium).encodedLuminance().mean
        // Paper shows through drawings, leads and key blocks are dark.
        #expect(abs(after - before) < 0.16, "\(medium): \(before) became \(after)")
    }

    @Test func pixelArtHasFewColoursInSquaresOfOneSize() throws {
        let image = try painted(.pixelArt).image
        let colors = Set(
            image.red.pixels.indices.map {
                [image.red.pixels[$0], image.green.pixels[$0], image.blue.pixels[$0]]
            }
        )
        #expect((8...36).contains(colors.count))
        // 320 pixels are 160 squares of two.
        for y in stride(from: 0, to: image.height - 1, by: 2) {
            for x in stride(from: 0, to: image.width - 1, by: 2) {
                let value = image.red[x, y]
                #expect(value == image.red[x + 1, y] && value == image.red[x, y + 1])
            }
        }
    }

    @Test func glassIsHeldByDarkLeadsThatTakeLittleOfTheLight() throws {
        // The sky of the photograph is bright: what is dark there is lead.
        let state = try painted(.stainedGlass)
        let luminance = state.encodedLuminance()
        let sky = luminance.pixels.indices.filter { state.scene.sky.alpha.pixels[$0] > 0.98 }
        let dark = sky.filter { luminance.pixels[$0] < 0.25 }
        let share = Double(dark.count) / Double(max(1, sky.count))
        #expect((0.02...0.30).contains(share), "\(share)")
    }

    @Test func aPrintHasAMarginOfPaperAndAFrame() throws {
        let state = try painted(.woodblock)
        let luminance = state.encodedLuminance()
        #expect(luminance[2, 90] > 0.8)
        #expect((3...12).contains { luminance[$0, 90] < 0.35 })
    }
}
