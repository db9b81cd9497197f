import Foundation
import GenerationTypes
import SceneEngine

/// What `transform` prints.
struct TransformReport: Encodable {
    struct Step: Encodable {
        let label: String
        let seconds: Double
        /// Of the engine's time, 0 to 1.
        let share: Double
    }

    let output: String
    let model: String
    let engine: String
    /// What the scene engine's kernels ran with.
    let instructionSet: String?
    let seed: UInt32
    let width: Int
    let height: Int
    let format: String
    let bytes: Int
    let decodeSeconds: Double
    let engineSeconds: Double
    let encodeSeconds: Double
    let steps: [Step]
    /// Of the scene engine.
    let plan: EditPlan?
    let warnings: [String]

    init(_ order: TransformOrder, model: String, _ result: TransformResult) {
        self.model = model
        output = order.output
        engine = result.engine
        instructionSet = result.plan == nil ? nil : SceneEngine.instructionSet
        seed = order.seed
        width = result.image.bitmap.width
        height = result.image.bitmap.height
        format = order.format.rawValue
        bytes = result.bytes.count
        decodeSeconds = result.decodeSeconds
        engineSeconds = result.engineSeconds
        encodeSeconds = result.encodeSeconds
        steps = result.steps.map { timing in
            Step(
                label: timing.label,
                seconds: timing.seconds,
                share: result.engineSeconds > 0 ? timing.seconds / result.engineSeconds : 0
            )
        }
        plan = result.plan
        warnings = result.image.warnings
    }

    func print(explain: Bool, timings: Bool, json: Bool) throws {
        if json { return Swift.print(try JSONOutput.text(self)) }
        Swift.print("\(output): \(width)×\(height) \(format), seed \(seed), \(round(engineSeconds)) s by \(engine)")
        for warning in warnings { Swift.print("warning: \(warning)") }
        if explain {
            let text = plan.map(String.init(describing:)) ?? "the engine '\(engine)' reads the prompt as it is"
            Swift.print("plan:\n\(text)".replacing("\n", with: "\n  "))
        }
        if timings { Swift.print(timingTable) }
    }

    private var timingTable: String {
        let rows = steps.map { [$0.label, round($0.seconds), "\(Int(($0.share * 100).rounded())) %"] }
        let around = [
            ["decoding", round(decodeSeconds), ""], ["engine", round(engineSeconds), "100 %"],
            ["encoding", round(encodeSeconds), ""],
        ]
        return TextTable(header: ["STEP", "SECONDS", "SHARE"], rows: rows + around).text
    }

    private func round(_ seconds: Double) -> String { fixed(seconds, digits: 3) }
}
