import Foundation
import GenerationTypes
import SceneEngine
import Testing

@Suite struct PlanningRobustnessTests {
    /// `YUKIMI_FUZZ_PROMPTS` sets how many: 10,000 take about a second.
    @Test func everyTextHasAPlanThatKeepsItsPromises() throws {
        let count = ProcessInfo.processInfo.environment["YUKIMI_FUZZ_PROMPTS"].flatMap(Int.init) ?? 10_000
        var source = PromptSource(seed: 20_260_101)
        for _ in 0..<count {
            guard let prompt = Prompt(source.next()) else { continue }
            let plan = planEdits(prompt: prompt)
            let effects = plan.edits.map(\.effect)
            let isSound =
                plan.edits.allSatisfy { (0.01...1).contains($0.strength) }
                && Set(effects).count == effects.count
                && Set(effects).isDisjoint(with: plan.suppressed)
                && plan.timeOfDay.map(effects.contains) ?? true
                && plan.medium.map(effects.contains) ?? true
            #expect(isSound, "\(prompt.text)")
        }
    }

    @Test func aPromptOfTheGreatestLengthIsReadInMilliseconds() throws {
        let hostile = [
            "no ", "snow ", "add ", "turn ", "雪", "を", "不要", "a", "snow on ", "keep, ", "or ", "(element1)", "<<<",
            "no snow, ",
            "dusted with ", "from ", "without a ", "roofs and ", "very ", "e\u{301}", "make the sky ", "没有雪和",
        ]
        for text in hostile {
            let count = Prompt.lengthLimit / text.count
            let prompt = try #require(Prompt(String(repeating: text, count: count)))
            let time = ContinuousClock().measure { _ = planEdits(prompt: prompt) }
            #expect(time < .milliseconds(500), "\(text) × \(count): \(time)")
        }
    }

    @Test func theSamePromptAlwaysHasTheSamePlan() throws {
        var source = PromptSource(seed: 7)
        for _ in 0..<500 {
            guard let prompt = Prompt(source.next()) else { continue }
            #expect(planEdits(prompt: prompt) == planEdits(prompt: prompt))
        }
    }
}

/// Random prompts: half of them words that mean something to the planner in a random order, half noise.
private struct PromptSource {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> String {
        let count = below(Bool.random(using: &self) ? 30 : 6) + 1
        let isNoise = below(4) == 0
        return (0..<count).map { _ in isNoise ? noise() : Self.words[below(Self.words.count)] }
            .joined(separator: below(5) == 0 ? "" : " ")
    }

    private mutating func noise() -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA0...0x17F, 0x300...0x36F, 0x3040...0x30FF, 0x4E00...0x9FFF, 0xFF00...0xFFEF,
            0x1F300...0x1FAFF,
            0x0...0x1F, 0x200B...0x206F, 0x600...0x6FF,
        ]
        return String(
            String.UnicodeScalarView(
                (0..<below(12)).compactMap { _ in
                    let range = ranges[below(ranges.count)]
                    return Unicode.Scalar(
                        range.lowerBound + UInt32(below(Int(range.upperBound - range.lowerBound) + 1))
                    )
                }
            )
        )
    }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    private static let words = """
        no not without don't never remove less instead of except keep unchanged leave but only add make turn into to from \
        replace with change give and or nor , , , . ; ! ( ) in on over covering dusted covered the a my it this faint heavy \
        very slightly not-too a-touch-of snow snowy winter fog rain storm clouds stars aurora moon night sunset day golden \
        hour summer spring blossom autumn ice frozen watercolor oil painting pixel art cinematic noir bright dark warm cool \
        sky roofs trees lake people cat dragon left right background (element1) @Element2 <<<element_3>>> element1 noise \
        blur 8k 雪 冬 不要 没有 变成 夜 把 去掉 雾 屋顶 上 を に なし 消して 霧 昼 空 に変えて nieve sin noche quita la niebla Schnee kein \
        Nebel entfernen auf den Dächern neige sans nuit pas de brouillard snwo winetr 🌨️ — " ' ’ d'hiver
        """.split(separator: " ").map(String.init)
}

extension PromptSource: RandomNumberGenerator {
    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
