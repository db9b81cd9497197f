import CPixelKernels
import GenerationTypes
import Testing

@testable import SceneEngine

/// Effects that stay where the scene carries them, on painted scenes.
@Suite struct RenderingRestraintTests {
    private static let width = 512
    private static let height = 340

    private func plan(_ edits: [EditPlan.Edit], time: EffectName? = nil) -> EditPlan {
        EditPlan(edits: edits, timeOfDay: time)
    }

    private func scene(_ color: (_ x: Int, _ y: Int) -> SIMD3<Float>) -> SceneAnalysis {
        analyzeScene(painted(Self.width, Self.height, color))
    }

    /// A mask of rows.
    private func rows(_ range: Range<Int>) -> SceneMask {
        var plane = Plane(width: Self.width, height: Self.height)
        for y in range { for x in 0..<Self.width { plane[x, y] = 1 } }
        return SceneMask(alpha: plane, confidence: 1)
    }

    private func state(_ plan: EditPlan, _ scene: SceneAnalysis) -> RenderState {
        RenderState(plan: plan, scene: scene, seed: 7, parallelism: .serial)
    }

    private func mean(_ plane: Plane, columns: Range<Int>, rows: Range<Int>) -> Float {
        var sum: Float = 0
        for y in rows { for x in columns { sum += plane[x, y] } }
        return sum / Float(columns.count * rows.count)
    }

    /// A pale wall below a blue sky, with one large window of dark panes between pale bars.
    private func facade(sky: Bool = true) -> SceneAnalysis {
        var scene = scene { x, y in
            if sky, y < 85 { return blueSky(y, 85) }
            guard (220..<260).contains(x), (160..<230).contains(y) else { return SIMD3(repeating: 0.72) }
            let isBar = (x - 220) % 19 < 2 || (y - 160) % 34 < 2
            return SIMD3(repeating: isBar ? 0.7 : 0.12)
        }
        scene.structure = rows(85..<Self.height)
        return scene
    }

    @Test("a large window is lit as a whole: all its panes or none")
    func largeWindowsAreLit() {
        let plan = plan([.init(.night, strength: 0.9), .init(.litWindows, strength: 0.9)], time: .night)
        var brightest: [Float] = []
        for seed in UInt32(1)...6 {
            var state = RenderState(plan: plan, scene: facade(), seed: seed, parallelism: .serial)
            RenderStep.relight.apply(&state)
            let dark = state.image
            RenderStep.practicalLights.apply(&state)
            let gain = state.image.red.combined(with: dark.red) { $0 - $1 }
            let panes = [224..<238, 242..<256].flatMap { columns in
                [166..<190, 200..<224].map { self.mean(gain, columns: columns, rows: $0) }
            }
            // Rooms are lit or not by chance; a window is in one room.
            #expect(panes.max()! < 3 * panes.min()! + 0.02, "seed \(seed): \(panes)")
            brightest.append(panes.min()!)
        }
        #expect(brightest.max()! > 0.1)
    }

    @Test("a scene without an outside has no lit windows, and a sentence says so")
    func roomsHaveNoLitWindows() {
        let plan = plan([.init(.night, strength: 0.9), .init(.litWindows, strength: 0.9)], time: .night)
        var state = state(plan, facade(sky: false))
        #expect(state.scene.outdoor < 0.3)
        let before = state.image
        RenderStep.practicalLights.apply(&state)
        #expect(state.image == before)
        #expect(state.warnings == ["This is no view of a building from outside, so no windows were lit."])
    }

    @Test("at night colours fade: red is nearer to grey than its darkness alone would make it")
    func nightIsPale() {
        var state = state(
            plan([.init(.night, strength: 0.9)], time: .night),
            scene { x, _ in x < 256 ? SIMD3(repeating: 0.5) : SIMD3(0.75, 0.4, 0.35) }
        )
        let ratio = { (image: LinearImage) -> Float in
            let grey = 60..<180, red = 330..<450, rows = 100..<240
            return self.mean(image.red, columns: red, rows: rows) / self.mean(image.blue, columns: red, rows: rows)
                / (self.mean(image.red, columns: grey, rows: rows) / self.mean(image.blue, columns: grey, rows: rows))
        }
        let before = ratio(state.image)
        RenderStep.relight.apply(&state)
        #expect(before > 4)
        #expect(ratio(state.image) < 0.6 * before)
    }

    @Test("thick fog in a red dawn is pale")
    func fogIsPale() {
        var scene = scene { _, _ in SIMD3(repeating: 0.5) }
        scene.depth = Plane(width: Self.width, height: Self.height, repeating: 1)
        let plan = plan([.init(.dawn, strength: 0.85), .init(.fog, strength: 0.9)], time: .dawn)
        var state = state(plan, scene)
        RenderStep.fog.apply(&state)
        let air = LightMood.dawn.air
        let ratio =
            mean(state.image.red, columns: 0..<Self.width, rows: 0..<Self.height)
            / mean(state.image.blue, columns: 0..<Self.width, rows: 0..<Self.height)
        #expect(air.red / air.blue > 1.4)
        #expect(ratio < 1.2)
    }

    @Test("a dark heath mirrors nothing in the rain, a street as dark does")
    func heathHoldsNoPuddles() {
        let mirrored = { (grainSize: Float) -> Float in
            var scene = self.scene { x, y in
                if y < 170 { return blueSky(y, 170) }
                return SIMD3(repeating: 0.13 + grainSize * (grain(x, y, cell: 2) - 0.5))
            }
            scene.ground = self.rows(172..<Self.height)
            scene.vegetation = .empty(width: Self.width, height: Self.height)
            scene.dryFoliage = scene.vegetation
            var state = self.state(self.plan([.init(.rain, strength: 0.9), .init(.wet, strength: 0.9)]), scene)
            let before = state.image
            RenderStep.wetGround.apply(&state)
            let change = state.image.blue.combined(with: before.blue) { abs($0 - $1) }
            return self.mean(change, columns: 0..<Self.width, rows: 200..<300)
        }
        let street = mirrored(0.01), heath = mirrored(0.14)
        #expect(street > 0.02)
        #expect(heath < 0.35 * street)
    }

    @Test("puddles on a little of the ground are doubted aloud, those on a street are not")
    func fewPuddlesAreDoubted() {
        let warnings = { (streetWidth: Int) -> [String] in
            var scene = self.scene { x, y in
                if y < 170 { return blueSky(y, 170) }
                let grainSize: Float = x < streetWidth ? 0.01 : 0.14
                return SIMD3(repeating: 0.13 + grainSize * (grain(x, y, cell: 2) - 0.5))
            }
            scene.ground = self.rows(172..<Self.height)
            scene.vegetation = .empty(width: Self.width, height: Self.height)
            scene.dryFoliage = scene.vegetation
            var state = self.state(self.plan([.init(.rain, strength: 0.9), .init(.wet, strength: 0.9)]), scene)
            RenderStep.wetGround.apply(&state)
            return state.warnings
        }
        #expect(warnings(Self.width / 8).contains { $0.contains("slope") })
        #expect(warnings(Self.width).isEmpty)
    }

    @Test("an effect for a place that the photograph does not show is missed aloud")
    func emptyPlacesAreSaid() {
        var scene = scene { _, y in y < 170 ? blueSky(y, 170) : SIMD3(0.4, 0.35, 0.3) }
        scene.water = .empty(width: Self.width, height: Self.height)
        var state = state(plan([.init(.fog, strength: 0.6, places: [.water])]), scene)
        let before = state.image
        state.run(.fog)
        #expect(state.image == before)
        #expect(state.warnings.contains("Nothing was found of where the fog should be: water."))
    }

    @Test("snow in a photograph taken at night leaves it night; by day it brings the sky of winter")
    func weatherKeepsTheNight() throws {
        let plan = plan([.init(.snow, strength: 0.8)])
        var skies: [Float] = []
        for isNight in [true, false] {
            var scene = scene { _, y in
                y < 170 ? (isNight ? SIMD3(0.06, 0.07, 0.12) : blueSky(y, 170)) : SIMD3(0.4, 0.38, 0.36)
            }
            scene.sky = rows(0..<170)
            var state = state(plan, scene)
            RenderStep.newSky.apply(&state)
            skies.append(mean(try #require(state.sky).image.green, columns: 0..<Self.width, rows: 0..<150))
        }
        #expect(skies[0] < 0.05)
        #expect(skies[1] > 0.3)
    }

    @Test("a blizzard has several times the flakes of a snowfall")
    func blizzardsAreThick() {
        let scene = scene { _, y in y < 170 ? SIMD3(repeating: 0.5) : SIMD3(repeating: 0.3) }
        let change = { (strength: Double) -> Float in
            var state = self.state(self.plan([.init(.snowfall, strength: strength)]), scene)
            RenderStep.snowfall.apply(&state)
            let change = state.image.green.combined(with: scene.image.green) { abs($0 - $1) }
            return self.mean(change, columns: 0..<Self.width, rows: 0..<Self.height)
        }
        #expect(change(0.95) > 3 * change(0.6))
    }
}
