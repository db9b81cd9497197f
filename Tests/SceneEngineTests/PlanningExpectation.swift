import GenerationTypes
import SceneEngine

/// One line of `PlanningPrompts.txt`: a prompt and the plan that a person would expect of it.
///
///     kind | prompt | effects | suppressed | unsupported
///
/// Effects are `name[:low|:high][@place,place][!place,place]`: a low strength is at most 0.45, a high one at least 0.8,
/// `@` are the only places and `!` the excluded ones. A line that begins with `?` is a known misreading.
struct PlanningExpectation: Sendable {
    let kind: String
    let prompt: String
    let isKnownMisreading: Bool
    let line: Int
    private let effects: [Effect]
    private let suppressed: Set<String>
    private let unsupported: [String]

    private struct Effect {
        let name: String
        let level: Substring
        let places: Set<String>
        let excludedPlaces: Set<String>
    }

    init?(_ text: Substring, line: Int) {
        let fields = text.split(separator: " | ", omittingEmptySubsequences: false).map {
            $0.trimming { $0 == " " }
        }
        guard fields.count == 5 else { return nil }
        isKnownMisreading = fields[0].hasPrefix("?")
        kind = String(fields[0].drop { $0 == "?" || $0 == " " })
        prompt = String(fields[1])
        self.line = line
        effects = fields[2].split(separator: " ").filter { $0 != "-" }.map(Self.readEffect)
        suppressed = Set(fields[3].split(separator: " ").filter { $0 != "-" }.map(String.init))
        unsupported = fields[4] == "-" ? [] : fields[4].split(separator: ";").map { String($0.trimming { $0 == " " }) }
    }

    private static func readEffect(_ text: Substring) -> Effect {
        func part(after mark: Character) -> Set<String> {
            guard let start = text.firstIndex(of: mark) else { return [] }
            let rest = text[text.index(after: start)...].prefix { $0 != "@" && $0 != "!" }
            return Set(rest.split(separator: ",").map(String.init))
        }
        let head = text.prefix { $0 != "@" && $0 != "!" }.split(separator: ":")
        return Effect(
            name: String(head.first ?? ""),
            level: head.count > 1 ? head[1] : "",
            places: part(after: "@"),
            excludedPlaces: part(after: "!")
        )
    }

    /// What differs, in words; empty when the plan is as expected.
    func differences(from plan: EditPlan) -> [String] {
        var differences: [String] = []
        func compare(_ title: String, _ expected: [String], _ actual: [String]) {
            if expected.sorted() != actual.sorted() {
                differences.append("\(title): expected \(expected.sorted()), got \(actual.sorted())")
            }
        }
        compare("effects", effects.map(\.name), plan.edits.map(\.effect.rawValue))
        compare("suppressed", Array(suppressed), plan.suppressed.map(\.rawValue))
        compare("unsupported", unsupported, plan.unsupported)
        compare("time", effects.map(\.name).filter(Self.times.contains), plan.timeOfDay.map { [$0.rawValue] } ?? [])
        compare("medium", effects.map(\.name).filter(Self.media.contains), plan.medium.map { [$0.rawValue] } ?? [])
        for effect in effects {
            guard let edit = plan.edit(EffectName(rawValue: effect.name)) else { continue }
            compare("\(effect.name) in", Array(effect.places), edit.places.map(\.description))
            compare("\(effect.name) not in", Array(effect.excludedPlaces), edit.excludedPlaces.map(\.description))
            let isRight =
                switch effect.level {
                case "low": edit.strength <= 0.45
                case "high": edit.strength >= 0.8
                default: true
                }
            if !isRight { differences.append("\(effect.name): expected \(effect.level), got \(edit.strength)") }
        }
        return differences
    }

    private static let times: Set = ["dawn", "day", "golden-hour", "sunset", "twilight", "night"]
    private static let media: Set = [
        "watercolour", "oil", "pencil", "ink", "anime", "pointillism", "pixel-art", "stained-glass", "woodblock",
        "low-poly",
    ]
}

extension StringProtocol {
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> SubSequence {
        let start = firstIndex { !isTrimmed($0) } ?? endIndex
        let end = lastIndex { !isTrimmed($0) }.map(index(after:)) ?? start
        return self[start..<end]
    }
}
