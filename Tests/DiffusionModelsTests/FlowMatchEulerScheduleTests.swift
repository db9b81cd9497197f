import Foundation
import Tensors
import Testing

@testable import DiffusionModels

struct FlowMatchEulerScheduleTests {
    struct Row: Decodable, CustomTestStringConvertible {
        let configuration: String
        let steps: Int
        let tokens: Int
        let noiseLevels: [Float]
        let timesteps: [Float]

        var testDescription: String { "\(configuration), \(steps) steps, \(tokens) tokens" }
    }

    static let fixture = Fixture("Schedule")
    static let rows: [Row] = (try? fixture.json("schedules.json")) ?? []

    @Test func `configurations are recorded`() {
        #expect(Set(Self.rows.map(\.configuration)).count == 4)
    }

    @Test(arguments: rows) func `levels and timesteps equal the reference's`(_ row: Row) throws {
        let file = Self.fixture.folder.appending(path: row.configuration).appending(path: "scheduler_config.json")
        let schedule = FlowMatchEulerSchedule(
            try FlowMatchEulerConfiguration(contentsOf: file),
            stepCount: row.steps,
            tokenCount: row.tokens
        )
        try #require(schedule.noiseLevels.count == row.noiseLevels.count)
        try #require(schedule.timesteps.count == row.timesteps.count)
        // Both compute in 32 bits, in the same order; a few last bits are left to the libraries' exponential.
        for (actual, expected) in zip(schedule.noiseLevels, row.noiseLevels) {
            #expect(abs(actual - expected) <= 2e-7 * abs(expected))
        }
        for (actual, expected) in zip(schedule.timesteps, row.timesteps) {
            #expect(abs(actual - expected) <= 2e-7 * abs(expected))
        }
    }

    @Test func `a step goes along the velocity by the difference of the levels`() {
        let configuration = FlowMatchEulerConfiguration(trainingSteps: 1000, shift: .constant(1))
        let schedule = FlowMatchEulerSchedule(configuration, stepCount: 4, tokenCount: 1)
        #expect(schedule.noiseLevels == [1, 0.75, 0.5, 0.25, 0])
        let latents = schedule.step(
            1,
            from: Tensor([1, 1, 3], floats: [1, 2, 3]),
            along: Tensor([1, 1, 3], floats: [4, 0, -8]),
            compute: Compute(threadCount: 1)
        )
        #expect(latents.floats() == [0, 2, 5])
    }

    @Test func `settings of another schedule are refused by name`() throws {
        let json = Data(#"{"_class_name": "FlowMatchEulerDiscreteScheduler", "shift_terminal": 0.02}"#.utf8)
        let error = #expect(throws: ConfigurationError.self) {
            try FlowMatchEulerConfiguration(ConfigurationFile(json, file: "scheduler_config.json"))
        }
        #expect(error?.key == "shift_terminal")
        #expect(error?.found == "0.02")
        #expect(error?.supported == "null")
    }
}
