import SceneEngine
import Testing

@testable import yukimi

struct PlanTextTests {
    @Test("a plan is told in one line per effect, then what is left alone and what cannot be done")
    func tells() {
        let plan = EditPlan(
            edits: [
                EditPlan.Edit(.snow, strength: 0.75, places: [.roofs, .trees]),
                EditPlan.Edit(.fog, strength: 0.5, excludedPlaces: [.sky]),
            ],
            suppressed: [.aurora],
            preserved: [.people],
            unsupported: ["a dragon"]
        )
        #expect(
            PlanText(plan: plan).lines == [
                "snow, strength 0.75 on roofs, trees",
                "fog, strength 0.50 but not on sky",
                "not shown: aurora",
                "kept as it is: people",
                "cannot be done: a dragon",
            ]
        )
    }
}
