import Testing

@testable import yukimi

struct RestartScheduleTests {
    @Test("pauses double from death to death, up to a limit")
    func doubles() {
        var schedule = RestartSchedule()
        let pauses = (0..<10).map { _ in schedule.workerEnded(after: .seconds(1), chance: 0.5) }
        #expect(pauses[0] == .milliseconds(100))
        #expect(pauses[1] == .milliseconds(200))
        #expect(pauses[4] == .milliseconds(1_600))
        #expect(pauses[9] == RestartSchedule.longestPause)
    }

    @Test("a worker that lived long begins the count again")
    func forgives() {
        var schedule = RestartSchedule()
        for _ in 0..<6 { _ = schedule.workerEnded(after: .zero, chance: 0.5) }
        #expect(schedule.workerEnded(after: .seconds(3_600), chance: 0.5) == .milliseconds(100))
        #expect(schedule.workerEnded(after: .zero, chance: 0.5) == .milliseconds(100))
        #expect(schedule.workerEnded(after: .zero, chance: 0.5) == .milliseconds(200))
    }

    @Test("chance moves a pause by a quarter at most", arguments: [0, 0.25, 0.999])
    func jitters(chance: Double) {
        var schedule = RestartSchedule()
        let pause = schedule.workerEnded(after: .zero, chance: chance)
        #expect(pause >= .milliseconds(75))
        #expect(pause < .milliseconds(125))
    }

    @Test("a worker that dies for ever is started for ever, without overflow")
    func neverOverflows() {
        var schedule = RestartSchedule()
        for _ in 0..<1_000 {
            #expect(schedule.workerEnded(after: .zero, chance: 0.9) <= RestartSchedule.longestPause * 1.25)
        }
    }
}
