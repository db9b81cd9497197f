import JobStore
import Testing

@Suite struct WebhookScheduleTests {
    private let schedule = WebhookSchedule()

    @Test func tenAttemptsTakeAboutTwoHours() {
        let pauses = (1...10).map { schedule.pause(afterAttempt: $0, chance: 0.5) }
        #expect(pauses.dropLast().compactMap { $0 } == (0..<9).map { .seconds(14 << $0) })
        #expect(pauses.last == .some(nil))
        #expect(pauses.compactMap { $0 }.reduce(.zero, +) == .seconds(7_154))
    }

    @Test func chanceMovesAPauseByAFifthAtMost() throws {
        #expect(schedule.pause(afterAttempt: 1, chance: 0) == .seconds(14) * 0.8)
        let longest = try #require(schedule.pause(afterAttempt: 1, chance: 0.999_999))
        #expect(longest > .seconds(16.7) && longest <= .seconds(16.8))
    }

    @Test func aSingleAttemptHasNoPause() {
        #expect(WebhookSchedule(attempts: 1).pause(afterAttempt: 1, chance: 0.5) == nil)
    }
}
