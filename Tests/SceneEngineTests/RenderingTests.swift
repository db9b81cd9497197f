import CPixelKernels
import GenerationTypes
import Testing

@testable import SceneEngine

/// What a person would see, on the sample photograph: a pagoda above a lake under a clear sky.
@Suite struct RenderingTests {
    private static let size = PixelSize(width: 640, height: 360)

    private func render(_ plan: EditPlan) throws -> (before: LinearImage, after: LinearImage, scene: SceneAnalysis) {
        let photograph = try SamplePhotograph.temple(fittedTo: Self.size)
        let scene = analyzeScene(photograph, priors: plan.priors)
        var state = RenderState(plan: plan, scene: scene, seed: 7, parallelism: .allProcessors)
        for step in RenderStep.all where step.isNeeded(plan) { state.run(step) }
        state.restorePreserved()
        return (LinearImage(photograph), LinearImage(state.finished()), scene)
    }

    private func plan(_ edits: [EditPlan.Edit], time: EffectName? = nil) -> EditPlan {
        EditPlan(edits: edits, timeOfDay: time, priors: ScenePriors(water: 1, sky: 1, vegetation: 1, building: 1))
    }

    @Test func twilightMakesTheSkyDarkerAndBluer() throws {
        let (before, after, scene) = try render(plan([.init(.twilight, strength: 0.7)], time: .twilight))
        let old = before.mean(where: scene.sky.alpha), new = after.mean(where: scene.sky.alpha)
        #expect(new.luminance < 0.5 * old.luminance)
        #expect(new.blue / new.red > 1.3 * old.blue / old.red)
    }

    @Test func snowWhitensPlantsAndLeavesTheSkyAlone() throws {
        let edits: [EditPlan.Edit] = [.init(.snow, strength: 0.8)]
        let snowy = plan(edits)
        let scene = analyzeScene(try SamplePhotograph.temple(fittedTo: Self.size), priors: snowy.priors)
        var state = RenderState(plan: snowy, scene: scene, seed: 7, parallelism: .allProcessors)
        let before = state.image
        RenderStep.snow.apply(&state)
        let sky = before.mean(where: scene.sky.alpha), skyAfter = state.image.mean(where: scene.sky.alpha)
        #expect(abs(skyAfter.luminance - sky.luminance) < 0.002)
        let plants = before.mean(where: scene.vegetation.alpha), white = state.image.mean(where: scene.vegetation.alpha)
        #expect(white.luminance > 1.5 * plants.luminance)
        #expect(white.saturation < 0.7 * plants.saturation)
    }

    @Test func snowCoversHardlyAnythingThatIsProtected() throws {
        let snowy = plan([.init(.snow, strength: 1)])
        let photograph = try SamplePhotograph.temple(fittedTo: Self.size)
        let scene = analyzeScene(photograph, priors: snowy.priors)
            .protecting(Plane(width: Self.size.width, height: Self.size.height, repeating: 1))
        var state = RenderState(plan: snowy, scene: scene, seed: 7, parallelism: .allProcessors)
        RenderStep.snow.apply(&state)
        #expect((state.snowCover?.mean ?? 0) < 0.001)
    }

    @Test func autumnTurnsGreenLeavesTowardsRed() throws {
        let (before, after, scene) = try render(plan([.init(.autumn, strength: 0.85)]))
        let old = before.mean(where: scene.vegetation.alpha), new = after.mean(where: scene.vegetation.alpha)
        #expect(new.red / new.green > 1.25 * old.red / old.green)
    }

    @Test func nightIsDarkAndItsWindowsAreNot() throws {
        let edits: [EditPlan.Edit] = [.init(.night, strength: 0.9), .init(.litWindows, strength: 0.8)]
        let (before, after, scene) = try render(plan(edits, time: .night))
        let all = Plane(width: Self.size.width, height: Self.size.height, repeating: 1)
        #expect(after.mean(where: all).luminance < 0.3 * before.mean(where: all).luminance)
        let bright = after.luminance().combined(with: scene.structure.alpha) { $1 > 0.5 ? $0 : 0 }.pixels.max() ?? 0
        #expect(bright > 0.4)
    }

    @Test func iceWithoutWaterIsReportedInsteadOfPainted() throws {
        let bitmap = Bitmap(
            size: Self.size,
            layout: .rgb,
            bytes: [UInt8](repeating: 120, count: Self.size.pixelCount * 3)
        )
        let icy = plan([.init(.ice, strength: 0.8)])
        let scene = analyzeScene(bitmap)
        var state = RenderState(plan: icy, scene: scene, seed: 7, parallelism: .serial)
        RenderStep.frozenWater.apply(&state)
        #expect(state.image == LinearImage(bitmap))
        #expect(state.warnings == ["No water was found, so no ice was drawn."])
    }

    @Test func aSmoothSkyHasNoBandsAfterTheDither() throws {
        let (_, after, scene) = try render(plan([.init(.night, strength: 0.9)], time: .night))
        // Bands are runs of equal values; a dithered gradient has none that are long.
        let encoded = after.blue.srgbEncoded()
        var longest = 0
        for x in stride(from: 4, to: Self.size.width, by: 40) where scene.sky.alpha[x, 10] > 0.99 {
            var run = 0
            for y in 1..<60 {
                run = encoded[x, y] == encoded[x, y - 1] ? run + 1 : 0
                longest = max(longest, run)
            }
        }
        #expect(longest < 8)
    }

    @Test(arguments: [
        EffectName.watercolour, .oil, .pencil, .ink, .anime, .pointillism, .pixelArt, .stainedGlass, .woodblock,
        .lowPoly,
    ])
    func anArtMediumChangesThePictureAndKeepsItsComposition(medium: EffectName) throws {
        let (before, after, _) = try render(EditPlan(edits: [.init(medium, strength: 1)], medium: medium))
        let old = before.luminance().gaussianBlurred(sigma: 12).pixels
        let new = after.luminance().gaussianBlurred(sigma: 12).pixels
        #expect(correlation(old, new) > 0.75)
        #expect(before != after)
    }

    @Test func noiseDoesNotDependOnTheSplitAndStaysAroundOneHalf() {
        let noise = FractalNoise(scale: 40, octaves: 5)
        let alone = noise.plane(width: 333, height: 127, seed: 3, salt: 9, parallelism: .serial)
        let together = noise.plane(
            width: 333,
            height: 127,
            seed: 3,
            salt: 9,
            parallelism: Parallelism(threadCount: 3)
        )
        #expect(alone == together)
        #expect(abs(alone.mean - 0.5) < 0.1)
        #expect(alone.pixels.allSatisfy { $0 > -0.5 && $0 < 1.5 })
    }

    private func correlation(_ a: [Float], _ b: [Float]) -> Double {
        let count = Double(a.count)
        let meanA = a.reduce(0.0) { $0 + Double($1) } / count, meanB = b.reduce(0.0) { $0 + Double($1) } / count
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for i in a.indices {
            let (x, y) = (Double(a[i]) - meanA, Double(b[i]) - meanB)
            (ab, aa, bb) = (ab + x * y, aa + x * x, bb + y * y)
        }
        return ab / (aa * bb).squareRoot()
    }
}

extension LinearImage {
    fileprivate func mean(where mask: Plane) -> pk_color {
        var (sum, total) = ((red: 0.0, green: 0.0, blue: 0.0), 1e-9)
        for i in mask.pixels.indices {
            let weight = Double(mask.pixels[i])
            sum.red += weight * Double(red.pixels[i])
            sum.green += weight * Double(green.pixels[i])
            sum.blue += weight * Double(blue.pixels[i])
            total += weight
        }
        return pk_color(Float(sum.red / total), Float(sum.green / total), Float(sum.blue / total))
    }
}

extension pk_color {
    fileprivate var saturation: Float {
        let most = max(red, max(green, blue)), least = min(red, min(green, blue))
        return most > 0 ? (most - least) / most : 0
    }
}

extension SceneAnalysis {
    fileprivate func protecting(_ plane: Plane) -> SceneAnalysis {
        SceneAnalysis(
            image: image,
            encoded: encoded,
            luma: luma,
            sky: sky,
            water: water,
            vegetation: vegetation,
            dryFoliage: dryFoliage,
            ground: ground,
            structure: structure,
            protected: SceneMask(alpha: plane, confidence: 1),
            backdrop: backdrop,
            depth: depth,
            horizonRow: horizonRow,
            skylineLowRow: skylineLowRow,
            baseRow: baseRow,
            illumination: illumination,
            lightDirection: lightDirection,
            outdoor: 1,
            isPortrait: false,
            defocus: 0,
            notes: notes
        )
    }
}
