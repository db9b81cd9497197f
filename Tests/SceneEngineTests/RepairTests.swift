import CPixelKernels
import GenerationTypes
import Testing

@testable import SceneEngine

/// Repairs and looks on pictures whose right answer is known.
@Suite struct RepairTests {
    private let width = 192
    private let height = 128
    private let random = SeedStream(seed: 3, salt: 1)

    private func bitmap(_ value: (_ x: Int, _ y: Int) -> Float) -> Bitmap {
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let byte = UInt8(min(max(value(x, y), 0), 1) * 255 + 0.5)
                bytes += [byte, byte, byte]
            }
        }
        return Bitmap(size: PixelSize(width: width, height: height), layout: .rgb, bytes: bytes)
    }

    private func state(_ bitmap: Bitmap, _ effect: EffectName, strength: Double = 0.8) -> RenderState {
        let plan = EditPlan(edits: [.init(effect, strength: strength)])
        return RenderState(plan: plan, scene: analyzeScene(bitmap), seed: 7, parallelism: .allProcessors)
    }

    private func deviation(_ a: Plane, _ b: Plane) -> Float {
        a.combined(with: b) { ($0 - $1) * ($0 - $1) }.mean.squareRoot()
    }

    @Test func denoisingBringsAPictureNearerToWhatItWasAndKeepsItsEdge() {
        let clean = { (x: Int, y: Int) -> Float in x < 96 ? 0.30 + Float(y) / 900 : 0.70 }
        let truth = LinearImage(bitmap(clean)).green.srgbEncoded()
        var state = state(bitmap { clean($0, $1) + 0.05 * random.bell(at: $1 * width + $0) }, .denoise)
        let noisy = state.image.green.srgbEncoded()
        RenderStep.denoise.apply(&state)
        let repaired = state.image.green.srgbEncoded()
        // Half the deviation is 6 dB.
        #expect(deviation(repaired, truth) < 0.5 * deviation(noisy, truth))
        let step = { (plane: Plane) in
            (0..<height).map { plane[99, $0] - plane[92, $0] }.reduce(0, +) / Float(height)
        }
        #expect(step(repaired) > 0.9 * step(truth))
    }

    @Test func dehazingGivesFarThingsTheirContrastBack() {
        // Stripes that fade into haze towards the top.
        var state = state(
            bitmap { x, y in
                let haze = 0.75 * (1 - Float(y) / Float(height))
                return (x / 12 % 2 == 0 ? 0.15 : 0.55) * (1 - haze) + 0.85 * haze
            },
            .dehaze
        )
        let before = state.encodedLuminance()
        RenderStep.dehaze.apply(&state)
        let after = state.encodedLuminance()
        let contrast = { (plane: Plane) in abs(plane[54, 50] - plane[66, 50]) }
        #expect(contrast(after) > 1.3 * contrast(before))
    }

    @Test(arguments: [EffectName.sharpen, .upscale])
    func sharpeningMakesEdgesSteeperWithoutHalos(effect: EffectName) {
        let edge = { (x: Int, _: Int) in 0.3 + 0.4 / (1 + Float(4).power(of: 96 - x)) }
        let state = state(bitmap(edge), effect)
        let before = state.encodedLuminance(), after = LinearImage(state.finished()).green.srgbEncoded()
        let row = { (plane: Plane, x: Int) in (20..<108).map { plane[x, $0] }.reduce(0, +) / 88 }
        #expect(row(after, 97) - row(after, 95) > 1.1 * (row(before, 97) - row(before, 95)))
        // 0.015 is what the kernel allows; clarity and grain add their share.
        let values = (8..<width - 8).map { row(after, $0) }
        #expect((values.min() ?? 0) > 0.3 - 0.04 && (values.max() ?? 1) < 0.7 + 0.04)
    }

    @Test func aPointOutOfFocusBecomesADiscOfTheSameLight() {
        var point = Plane(width: 41, height: 41)
        point[20, 20] = 1
        let disc = point.discBlurred(radius: 5, parallelism: .serial)
        #expect(abs(disc.pixels.reduce(0, +) - 1) < 1e-4)
        #expect(disc[20, 20] > 0 && disc[20, 20] == disc[24, 20] && disc[20, 20] == disc[23, 23])
        #expect(disc[26, 20] == 0 && disc[24, 24] == 0)
    }

    @Test func bokehTakesDetailAndNoLight() throws {
        var state = state(
            try SamplePhotograph.temple(fittedTo: PixelSize(width: 320, height: 180)),
            .bokeh,
            strength: 1
        )
        let before = state.encodedLuminance()
        RenderStep.bokeh.apply(&state)
        let after = state.encodedLuminance()
        let detail = { (plane: Plane) in deviation(plane, plane.gaussianBlurred(sigma: 2)) }
        #expect(detail(after) < 0.97 * detail(before))
        #expect(abs(after.mean - before.mean) < 0.02)
    }

    @Test(arguments: [
        (EffectName.dark, -0.30 ... -0.02), (.bright, 0.02...0.30), (.cinematic, -0.10...0.06),
        (.contrast, -0.06...0.06),
        (.film, -0.08...0.08), (.vintage, -0.15...0.08), (.noir, -0.20...0.06), (.warm, -0.04...0.04),
        (.cool, -0.04...0.04),
        (.muted, -0.04...0.04), (.vivid, -0.06...0.06), (.sepia, -0.20...0.06), (.blackAndWhite, -0.06...0.06),
        (.pastel, -0.04...0.15), (.softLight, -0.06...0.12), (.hdr, -0.10...0.10),
    ])
    func aLookChangesBrightnessAsItsNameSays(look: EffectName, range: ClosedRange<Double>) throws {
        let photograph = try SamplePhotograph.temple(fittedTo: PixelSize(width: 320, height: 180))
        var state = state(photograph, look)
        let before = Double(state.encodedLuminance().mean)
        for step in RenderStep.all where step.isNeeded(state.plan) { state.run(step) }
        let change = Double(state.encodedLuminance().mean) - before
        #expect(range.contains(change), "\(look): \(change)")
    }

    @Test func contrastBurnsNoHighlights() throws {
        let photograph = try SamplePhotograph.temple(fittedTo: PixelSize(width: 320, height: 180))
        var state = state(photograph, .cinematic)
        let burnt = { (plane: Plane) in plane.pixels.count { $0 > 0.995 } }
        let before = burnt(state.encodedLuminance())
        for step in RenderStep.all where step.isNeeded(state.plan) { state.run(step) }
        #expect(burnt(state.encodedLuminance()) <= before + state.width * state.height / 200)
    }
}

extension Float {
    fileprivate func power(of exponent: Int) -> Float {
        (0..<abs(exponent)).reduce(Float(1)) { product, _ in exponent > 0 ? product * self : product / self }
    }
}
