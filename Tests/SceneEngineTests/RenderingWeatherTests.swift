import CPixelKernels
import GenerationTypes
import Testing

@testable import SceneEngine

/// What weather, sky and light do to small pictures, each on its own step.
@Suite struct RenderingWeatherTests {
    private static let size = PixelSize(width: 320, height: 180)
    private static let streetSize = PixelSize(width: 480, height: 270)

    /// The sample photograph before and after `plan`, with `parts` of it changed first.
    private func render(
        _ plan: EditPlan,
        threads: Int = 2,
        changing change: (SceneAnalysis) -> SceneAnalysis = { $0 }
    ) throws -> (before: LinearImage, state: RenderState) {
        let photograph = try SamplePhotograph.temple(fittedTo: Self.size)
        let parallelism = Parallelism(threadCount: threads)
        let scene = change(analyzeScene(photograph, priors: plan.priors, parallelism: parallelism))
        var state = RenderState(plan: plan, scene: scene, seed: 7, parallelism: parallelism)
        for step in RenderStep.all where step.isNeeded(plan) { state.run(step) }
        return (scene.image, state)
    }

    private func plan(_ effects: [EffectName], time: EffectName? = nil) -> EditPlan {
        EditPlan(
            edits: effects.map { .init($0, strength: 0.9) },
            timeOfDay: time,
            priors: ScenePriors(water: 1, sky: 1, vegetation: 1, building: 1)
        )
    }

    /// A grey street below a white wall with a black door, and nothing else.
    private func street(protected: Plane? = nil) throws -> RenderState {
        let (width, height) = (Self.streetSize.width, Self.streetSize.height)
        var bytes = [UInt8](repeating: 120, count: width * height * 3)
        for y in 0..<height / 2 {
            for x in 0..<width {
                let isDoor = (200..<280).contains(x) && y > 40
                for channel in 0..<3 { bytes[(y * width + x) * 3 + channel] = isDoor ? 10 : 230 }
            }
        }
        let ground = Plane(width: width, height: height, parallelism: .serial) { out, rows in
            for y in rows { for x in 0..<width { out[y * width + x] = y >= height / 2 ? 1 : 0 } }
        }
        let bitmap = Bitmap(size: Self.streetSize, layout: .rgb, bytes: bytes)
        let scene = analyzeScene(bitmap).with(
            ground: ground,
            protected: protected ?? Plane(width: width, height: height),
            baseRow: [Float](repeating: Float(height / 2), count: width),
            horizonRow: Float(height) * 0.3
        )
        return RenderState(plan: plan([.rain, .wet]), scene: scene, seed: 7, parallelism: .serial)
    }

    @Test("wet ground mirrors what stands on it: a black door darkens the street before it, a white wall does not")
    func wetGroundMirrors() throws {
        var state = try street()
        RenderStep.wetGround.apply(&state)
        let row = Self.streetSize.height / 2 + 30
        let before = mean(of: state.image.green, columns: 20..<180, rows: row..<row + 40)
        let beforeDoor = mean(of: state.image.green, columns: 215..<265, rows: row..<row + 40)
        #expect(before > 1.3 * beforeDoor)
        #expect(state.image.change(from: state.scene.image, rows: 0..<Self.streetSize.height / 2 - 1) == 0)
    }

    @Test("rain wets no protected face and leaves it unmirrored")
    func wetGroundSparesFaces() throws {
        let everything = Plane(width: Self.streetSize.width, height: Self.streetSize.height, repeating: 1)
        var state = try street(protected: everything)
        RenderStep.wetSurfaces.apply(&state)
        RenderStep.wetGround.apply(&state)
        #expect(state.image.change(from: state.scene.image, rows: 0..<Self.streetSize.height) < 1e-5)
    }

    @Test("fog hides what is far more than what is near")
    func fogGrowsWithDepth() throws {
        var state = try street()
        state = RenderState(
            plan: plan([.fog]),
            scene: state.scene.withDepthFromLeftToRight(),
            seed: 7,
            parallelism: .serial
        )
        RenderStep.fog.apply(&state)
        let contrast = { (columns: Range<Int>) -> Float in
            let wall = self.mean(of: state.image.green, columns: columns, rows: 10..<30)
            let street = self.mean(of: state.image.green, columns: columns, rows: 240..<260)
            return wall - street
        }
        let (near, middle, far) = (contrast(10..<60), contrast(120..<170), contrast(420..<470))
        #expect(near > 1.15 * middle)
        #expect(middle > 1.5 * far)
    }

    @Test("a rainbow leaves everything but the sky and what is far as it was, and has its colours in order")
    func rainbowStaysInTheSky() throws {
        let (before, state) = try render(plan([.rainbow]))
        let near = state.scene.depth.combined(with: state.scene.sky.alpha) { $0 < 0.4 && $1 == 0 ? 1 : 0 }
        #expect(near.mean > 0.2)
        #expect(state.image.change(from: before, where: near) < 1e-6)
        // From outside to inside the bow is red first and blue last.
        let row = 20
        let ratios = (0..<state.width).filter { state.scene.sky.alpha[$0, row] > 0.99 }.map {
            (
                x: $0,
                warmth: state.image.red[$0, row] / state.image.blue[$0, row]
                    / (before.red[$0, row] / before.blue[$0, row])
            )
        }
        let reddest = try #require(ratios.max { $0.warmth < $1.warmth })
        let bluest = try #require(ratios.min { $0.warmth < $1.warmth })
        #expect(reddest.warmth > 1.2)
        #expect(bluest.warmth < 0.95)
        #expect(reddest.x > bluest.x)
    }

    @Test("without a sky there is no rainbow, no moon and no aurora, and a sentence says so")
    func skyEffectsNeedASky() throws {
        for effect in [EffectName.rainbow, .moon, .aurora, .milkyWay, .lightning] {
            let (_, state) = try render(plan([effect]), changing: { $0.withoutSky() })
            #expect(state.warnings.contains { $0.hasPrefix("No sky was found with certainty") }, "\(effect)")
        }
    }

    @Test("a close view gets no rain, no wet ground and only thin fog, and sentences say so")
    func closeViewsAreSpared() throws {
        let (_, rainy) = try render(plan([.rain, .wet]), changing: { $0.withoutSky().asCloseUp() })
        #expect(rainy.warnings.contains("This is no wide outdoor view, so no rain was drawn."))
        #expect(rainy.warnings.contains("This is no wide outdoor view, so nothing was made wet."))
        let scene = rainy.scene
        var foggy = RenderState(plan: plan([.fog]), scene: scene, seed: 7, parallelism: .serial)
        var thick = RenderState(plan: plan([.fog]), scene: scene.with(outdoor: 1), seed: 7, parallelism: .serial)
        RenderStep.fog.apply(&foggy)
        RenderStep.fog.apply(&thick)
        let all = Plane(width: scene.width, height: scene.height, repeating: 1)
        #expect(
            foggy.image.change(from: scene.image, where: all) < 0.7 * thick.image.change(from: scene.image, where: all)
        )
        #expect(foggy.warnings.contains("This is no wide outdoor view, so the fog was kept thin."))
    }

    @Test("the moon lies wholly inside the frame and is round in the sky alone")
    func moonIsInTheFrame() throws {
        let (_, state) = try render(plan([.night, .moon], time: .night))
        // Blurred, stars are no longer bright.
        let bright = state.image.luminance().gaussianBlurred(sigma: 2).map { $0 > 0.2 ? Float(1) : 0 }
            .combined(with: state.scene.sky.alpha) { $0 * ($1 > 0.99 ? 1 : 0) }
        let columns = (0..<state.width).filter { x in (0..<state.height).contains { bright[x, $0] > 0 } }
        let rows = (0..<state.height).filter { y in (0..<state.width).contains { bright[$0, y] > 0 } }
        let (left, right) = (try #require(columns.first), try #require(columns.last))
        let (top, bottom) = (try #require(rows.first), try #require(rows.last))
        #expect(left > 0 && right < state.width - 1 && top > 0)
        #expect(abs((right - left) - (bottom - top)) <= 4)
    }

    @Test("rime makes plants paler and leaves the sky alone")
    func rimeIsPale() throws {
        let (before, state) = try render(plan([.frost]))
        let sky = state.scene.sky.alpha.map { $0 == 1 ? Float(1) : 0 }
        #expect(state.image.change(from: before, where: sky) < 1e-6)
        let plants = state.scene.vegetation.alpha
        let old = before.saturation(where: plants), new = state.image.saturation(where: plants)
        #expect(new < 0.5 * old)
    }

    @Test("sun beams darken what they do not reach and never push a bright sky over white")
    func beamsAreExposed() throws {
        let (before, state) = try render(plan([.sunRays]))
        let shade = state.scene.structure.alpha
        #expect(state.image.mean(where: shade) < before.mean(where: shade))
        #expect(state.image.green.pixels.allSatisfy { $0 <= 1.05 })
    }

    @Test(
        "the same bytes with one thread and with four",
        arguments: [
            EffectName.rain, .fog, .storm, .rainbow, .dawn, .petals, .moon, .milkyWay, .sunRays, .frost, .wet,
            .fireflies,
            .neon, .leaves,
        ]
    )
    func threadsDoNotMatter(effect: EffectName) throws {
        let time: EffectName? = effect == .dawn ? .dawn : nil
        let (_, alone) = try render(plan([effect], time: time), threads: 1)
        let (_, together) = try render(plan([effect], time: time), threads: 4)
        #expect(alone.finished() == together.finished())
    }

    private func mean(of plane: Plane, columns: Range<Int>, rows: Range<Int>) -> Float {
        var sum: Float = 0
        for y in rows { for x in columns { sum += plane[x, y] } }
        return sum / Float(columns.count * rows.count)
    }
}

extension LinearImage {
    /// The mean absolute difference of green, weighted.
    fileprivate func change(from other: LinearImage, where weight: Plane) -> Float {
        var (sum, total): (Double, Double) = (0, 1e-9)
        for i in weight.pixels.indices {
            sum += Double(weight.pixels[i] * abs(green.pixels[i] - other.green.pixels[i]))
            total += Double(weight.pixels[i])
        }
        return Float(sum / total)
    }

    fileprivate func change(from other: LinearImage, rows: Range<Int>) -> Float {
        var sum: Float = 0
        for y in rows { for x in 0..<width { sum += abs(green[x, y] - other.green[x, y]) } }
        return sum / Float(rows.count * width)
    }

    fileprivate func mean(where weight: Plane) -> Float {
        let light = luminance()
        return zip(light.pixels, weight.pixels).reduce(0) { $0 + $1.0 * $1.1 } / max(1e-6, weight.pixels.reduce(0, +))
    }

    /// Mean (most - least) / most of the channels.
    fileprivate func saturation(where weight: Plane) -> Float {
        var (sum, total): (Float, Float) = (0, 1e-6)
        for i in weight.pixels.indices where weight.pixels[i] > 0.5 {
            let most = max(red.pixels[i], max(green.pixels[i], blue.pixels[i]))
            let least = min(red.pixels[i], min(green.pixels[i], blue.pixels[i]))
            sum += (most - least) / (most + 0.001)
            total += 1
        }
        return sum / total
    }
}

extension SceneAnalysis {
    fileprivate func with(
        sky: SceneMask? = nil,
        ground: Plane? = nil,
        protected: Plane? = nil,
        depth: Plane? = nil,
        baseRow: [Float]? = nil,
        horizonRow: Float? = nil,
        outdoor: Float = 1
    ) -> SceneAnalysis {
        SceneAnalysis(
            image: image,
            encoded: encoded,
            luma: luma,
            sky: sky ?? self.sky,
            water: water,
            vegetation: vegetation,
            dryFoliage: dryFoliage,
            ground: ground.map { SceneMask(alpha: $0, confidence: 1) } ?? self.ground,
            structure: structure,
            protected: protected.map { SceneMask(alpha: $0, confidence: 1) } ?? self.protected,
            backdrop: backdrop,
            depth: depth ?? self.depth,
            horizonRow: horizonRow ?? self.horizonRow,
            skylineLowRow: skylineLowRow,
            baseRow: baseRow ?? self.baseRow,
            illumination: illumination,
            lightDirection: lightDirection,
            outdoor: outdoor,
            isPortrait: false,
            defocus: 0,
            notes: notes
        )
    }

    fileprivate func withoutSky() -> SceneAnalysis {
        with(sky: SceneMask(alpha: Plane(width: width, height: height), confidence: 0))
    }

    fileprivate func asCloseUp() -> SceneAnalysis { with(outdoor: 0) }

    fileprivate func withDepthFromLeftToRight() -> SceneAnalysis {
        let columns = width
        return with(
            depth: Plane(width: width, height: height, parallelism: .serial) { out, rows in
                for y in rows { for x in 0..<columns { out[y * columns + x] = Float(x) / Float(columns) } }
            }
        )
    }
}
