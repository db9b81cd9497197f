import GenerationTypes
import Testing

@testable import SceneEngine

struct RenderingConfinementTests {
    private func render(_ plan: EditPlan) throws -> (state: RenderState, before: LinearImage) {
        let photograph = try SamplePhotograph.temple(fittedTo: PixelSize(width: 640, height: 360))
        let scene = analyzeScene(photograph, priors: ScenePriors(vegetation: 1))
        var state = RenderState(plan: plan, scene: scene, seed: 7, parallelism: .allProcessors)
        let steps = RenderStep.all.filter { $0.isNeeded(plan) }
        for step in steps { state.run(step) }
        state.restorePreserved()
        state.warnOfUnconfined(steps)
        return (state, scene.image)
    }

    @Test("an effect that is asked for on the right leaves the left as it was")
    func confines() throws {
        let plan = EditPlan(edits: [.init(.rainbow, strength: 1), .init(.snow, strength: 0.9, places: [.right])])
        let everywhere = EditPlan(edits: [.init(.rainbow, strength: 1), .init(.snow, strength: 0.9)])
        let photograph = try SamplePhotograph.temple(fittedTo: PixelSize(width: 640, height: 360))
        let scene = analyzeScene(photograph, priors: ScenePriors(vegetation: 1))
        var confined = RenderState(plan: plan, scene: scene, seed: 7, parallelism: .allProcessors)
        var free = RenderState(plan: everywhere, scene: scene, seed: 7, parallelism: .allProcessors)
        confined.run(.snow)
        free.run(.snow)
        #expect(confined.image.red[40, 300] == scene.image.red[40, 300])
        #expect(confined.image.change(from: scene.image, columns: 0..<240) == 0)
        #expect(free.image.change(from: scene.image, columns: 0..<240) > 0.01)
        #expect(confined.image.change(from: free.image, columns: 400..<640) < 1e-6)
    }

    @Test("what is to be kept looks as before, and the rest does not")
    func preserves() throws {
        let (state, before) = try render(
            EditPlan(edits: [.init(.twilight, strength: 0.9)], timeOfDay: .twilight, preserved: [.top])
        )
        #expect(state.image.red[320, 20] == before.red[320, 20])
        #expect(abs(state.image.red[600, 340] - before.red[600, 340]) > 0.01)
    }

    @Test("a place that an effect cannot be held to is said")
    func warns() throws {
        let plan = EditPlan(edits: [.init(.twilight, strength: 0.9, places: [.roofs])], timeOfDay: .twilight)
        #expect(try render(plan).state.warnings.contains("The twilight could not be held to roofs."))
    }

    @Test("places that an effect never leaves need no word")
    func natural() throws {
        let edits: [EditPlan.Edit] = [.init(.twilight, strength: 0.9), .init(.aurora, strength: 0.5, places: [.sky])]
        let warnings = try render(EditPlan(edits: edits, timeOfDay: .twilight)).state.warnings
        #expect(!warnings.contains { $0.contains("held") })
    }
}

extension LinearImage {
    /// The mean absolute difference of red in some columns.
    fileprivate func change(from other: LinearImage, columns: Range<Int>) -> Float {
        var sum: Float = 0
        for y in 0..<height { for x in columns { sum += abs(red[x, y] - other.red[x, y]) } }
        return sum / Float(columns.count * height)
    }
}
