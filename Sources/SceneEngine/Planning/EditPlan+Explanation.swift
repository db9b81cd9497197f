extension EditPlan: CustomStringConvertible {
    /// The plan for people, one line each.
    public var description: String {
        var lines = edits.map(Self.line)
        func add(_ title: String, _ values: [String]) {
            if !values.isEmpty { lines.append("\(title): \(values.joined(separator: ", "))") }
        }
        if edits.isEmpty { lines.append("no effects") }
        add("must not be visible", suppressed.map(\.words))
        add("stays as it is", preserved.map(\.description))
        add("the photograph is said to show", priors.mentioned)
        add("elements", elements.map { "\($0.number)" + ($0.phrase.isEmpty ? "" : " (\($0.phrase))") })
        lines += warnings.map { "warning: \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func line(_ edit: Edit) -> String {
        let name = edit.effect.words
        let padding = String(repeating: " ", count: max(1, 18 - name.count))
        let percent = Int((edit.strength * 100).rounded())
        var line = name + padding + (percent < 100 ? " " : "") + (percent < 10 ? " " : "") + "\(percent) %"
        if !edit.places.isEmpty { line += "  only: " + edit.places.map(\.description).joined(separator: ", ") }
        if !edit.excludedPlaces.isEmpty {
            line += "  not: " + edit.excludedPlaces.map(\.description).joined(separator: ", ")
        }
        return line
    }
}

extension ScenePriors {
    fileprivate var mentioned: [String] {
        let all = [
            ("water", water), ("sky", sky), ("vegetation", vegetation), ("buildings", building), ("people", person),
            ("animals", animal),
        ]
        return all.filter { $0.1 > 0 }.map { $0.1 < 1 ? "perhaps \($0.0)" : $0.0 }
    }
}
