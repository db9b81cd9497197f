import SceneEngine

/// A plan in lines for people: what `transform --explain` prints.
struct PlanText {
    let plan: EditPlan

    var lines: [String] {
        plan.edits.map(line)
            + remark("not shown", plan.suppressed.map(\.description))
            + remark("kept as it is", plan.preserved.map(\.description))
            + remark("cannot be done", plan.unsupported)
    }

    private func line(_ edit: EditPlan.Edit) -> String {
        let places = edit.places.isEmpty ? "" : " on \(list(edit.places.map(\.description)))"
        let exceptions =
            edit.excludedPlaces.isEmpty ? "" : " but not on \(list(edit.excludedPlaces.map(\.description)))"
        return "\(edit.effect), strength \(fixed(edit.strength, digits: 2))\(places)\(exceptions)"
    }

    private func remark(_ title: String, _ names: [String]) -> [String] {
        names.isEmpty ? [] : ["\(title): \(list(names))"]
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
