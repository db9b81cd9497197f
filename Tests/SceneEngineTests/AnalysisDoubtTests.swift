import Foundation
import GenerationTypes
import Testing

@testable import SceneEngine

/// What passes for sky or water by its look, with the one thing that gives it away, and without.
@Suite struct AnalysisDoubtTests {
    private static let (width, height, horizon) = (640, 426, 230)

    /// The evidence for the part above the horizon being sky.
    private func evidence(_ picture: Bitmap) -> SkyEvidence {
        evidence(picture) { _, y in y < Self.horizon }
    }

    /// The evidence for a part being sky; it is told in the picture's pixels.
    private func evidence(
        _ picture: Bitmap,
        hasHorizon: Bool = false,
        where isInside: (_ x: Int, _ y: Int) -> Bool
    ) -> SkyEvidence {
        let encoded = EncodedImage(picture, parallelism: .serial)
        let f = SceneFeatures(encoded, parallelism: .serial)
        let luma = encoded.luma(parallelism: .serial)
        let mask = f.mask { isInside(Int(f.scale) * ($0 % f.width), Int(f.scale) * ($0 / f.width)) }
        return SkyEvidence(
            mask: mask,
            f: f,
            luma: luma,
            colors: SkyColors(f),
            focus: FocusMeasure(f, luma: luma, sky: mask),
            faceShare: 0,
            hasHorizon: hasHorizon
        )
    }

    private func rock(_ x: Int, _ y: Int) -> SIMD3<Float> {
        SIMD3(0.3, 0.27, 0.22) * (0.6 + 0.6 * grain(x, y, cell: 3))
    }

    @Test func `A rough sky is trusted if its brightest parts are white, and is hazy mountains if they are blue`() {
        func picture(_ bright: SIMD3<Float>) -> Bitmap {
            painted(Self.width, Self.height) { x, y in
                guard y < Self.horizon else { return rock(x, y) }
                let share = 0.6 * grain(x, y, cell: 5) + 0.4 * grain(x + 7, y, cell: 12)
                return SIMD3(0.40, 0.56, 0.80) * (1 - share) + bright * share
            }
        }
        let clouds = evidence(picture(SIMD3(0.98, 0.98, 0.98)))
        let mountains = evidence(picture(SIMD3(0.66, 0.80, 0.98)))
        #expect(clouds.confidence > 0.6)
        #expect(mountains.confidence < SceneMask.leastConfidence)
        #expect(mountains.doubt == "it may be mountains behind haze")
    }

    @Test func `A soft border above soft ground is a background out of focus, and haze above sharp ground`() {
        /// `border` is how many pixels the step between the two parts takes.
        func picture(border: Float, softColumns: Int) -> Bitmap {
            painted(Self.width, Self.height) { x, y in
                let t = min(max((Float(y - Self.horizon) + border / 2) / border, 0), 1)
                let waves = 0.5 + 0.5 * sin(Float(x) / 9) * sin(Float(y) / 9)
                let ground = x < softColumns ? SIMD3(0.36, 0.3, 0.2) * (0.4 + waves) : rock(x, y)
                return blueSky(y, Self.horizon) * (1 - t) + ground * t
            }
        }
        #expect(evidence(picture(border: 1, softColumns: 80)).confidence > 0.6)
        #expect(evidence(picture(border: 40, softColumns: 0)).confidence > 0.6)
        let background = evidence(picture(border: 40, softColumns: 80))
        #expect(background.confidence < SceneMask.leastConfidence)
        #expect(background.doubt == "it is a background out of focus")
    }

    @Test func `A dark backdrop above brighter ground out of focus is no sky, and a night above sharp ground is one`() {
        func picture(softColumns: Int) -> Bitmap {
            painted(Self.width, Self.height) { x, y in
                guard y >= Self.horizon else { return SIMD3(0.10, 0.20, 0.32) }
                let waves = 0.5 + 0.5 * sin(Float(x) / 9) * sin(Float(y) / 9)
                return x < softColumns ? SIMD3(0.8, 0.76, 0.7) * (0.6 + 0.4 * waves) : 2.2 * rock(x, y)
            }
        }
        #expect(evidence(picture(softColumns: 0)).confidence > 0.6)
        let backdrop = evidence(picture(softColumns: 160))
        #expect(backdrop.confidence < SceneMask.leastConfidence)
        #expect(backdrop.doubt == "it is a background out of focus")
    }

    @Test func `A grey mask of things that hang together by a neck is no sky, and clouds beside a tower are`() {
        /// A strip along the top and a block below it, joined by a neck as wide as given; nil: no block.
        func parts(neck: Int?) -> SkyEvidence {
            let inside = { (x: Int, y: Int) -> Bool in
                if y < 80 { return true }
                guard let neck else { return x > 160 && y < Self.horizon }
                return (y < 120 && x >= 300 && x < 300 + neck) || (y >= 120 && y < 280 && x > 160 && x < 480)
            }
            return evidence(
                painted(Self.width, Self.height) { x, y in
                    inside(x, y) ? SIMD3(0.8, 0.8, 0.8) : 0.7 * rock(x, y)
                },
                where: inside
            )
        }
        #expect(parts(neck: nil).confidence > 0.6)
        #expect(parts(neck: 200).confidence > 0.6)
        let things = parts(neck: 16)
        #expect(things.confidence < SceneMask.leastConfidence)
        #expect(things.doubt == "it is several things")
    }

    @Test func `A horizon excuses a soft border where the sky spans the frame, and not behind a tree trunk`() {
        /// Blue that fades into white, from a column on.
        func fading(from column: Int) -> SkyEvidence {
            evidence(
                painted(Self.width, Self.height) { x, y in
                    guard x >= column else { return rock(x, y) }
                    let t = min(max(Float(y - Self.horizon + 60) / 120, 0), 1)
                    return SIMD3(0.55, 0.7, 0.9) * (1 - t) + SIMD3(0.95, 0.95, 0.95) * t
                },
                hasHorizon: true,
                where: { x, y in x >= column && y < Self.horizon }
            )
        }
        #expect(fading(from: 0).confidence > 0.6)
        #expect(fading(from: 340).confidence < SceneMask.leastConfidence)
    }

    /// A sea under a clear horizon, as a person would paint it; `tint` is what the part below has more than blue water.
    private func sea(tint: SIMD3<Float> = SIMD3()) -> Bitmap {
        painted(Self.width, Self.height) { x, y in
            guard y >= Self.horizon else { return blueSky(y, Self.horizon) }
            let ripples = 0.03 * (grain(x / 12, y, cell: 2) - 0.5)
            return SIMD3(0.50, 0.64, 0.76) + tint + SIMD3(repeating: ripples)
        }
    }

    @Test func `A lake that only its look speaks for is trusted by half, and by more if the prompt names water`() {
        let unnamed = analyzeScene(sea())
        #expect(unnamed.water.coverage > 0.3)
        #expect(unnamed.water.confidence >= SceneMask.leastConfidence)
        #expect(unnamed.water.confidence <= 0.5)
        #expect(unnamed.notes.contains { $0.kind == .uncertainWater })
        let named = analyzeScene(sea(), priors: ScenePriors(water: 1))
        #expect(named.water.confidence > 0.6)
        #expect(!named.notes.contains { $0.kind == .uncertainWater })
    }

    @Test func `A level plain that is yellower than the sky is no lake`() {
        let plain = analyzeScene(sea(tint: SIMD3(0.28, 0.06, -0.2)), priors: ScenePriors(water: 1))
        #expect(plain.sky.confidence > 0.6)
        #expect(plain.water.coverage < 0.005)
    }
}
