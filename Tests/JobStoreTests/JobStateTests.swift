import GenerationTypes
import JobStore
import Testing

@Suite struct JobStateTests {
    private let begin = Timestamp(milliseconds: 0)
    private let policy = AttemptPolicy(limit: 3, firstPause: .milliseconds(500))

    private func processing(attempt: Int = 1) -> JobState {
        var state = JobState(phase: .queued(notBefore: begin), attempt: attempt - 1)
        #expect(state.claim(by: .first, until: begin + .seconds(10), at: begin) == true)
        return state
    }

    @Test func eachClaimCountsAnAttemptAndRaisesTheFence() {
        var state = processing()
        #expect(state.attempt == 1 && state.leaseNumber == 1)
        _ = state.expire(policy: policy, at: begin + .seconds(10))
        #expect(state.claim(by: .second, until: begin + .seconds(20), at: begin + .seconds(10)) == true)
        #expect(state.attempt == 2 && state.leaseNumber == 2)
    }

    @Test func aRunningJobCannotBeClaimed() {
        var state = processing()
        let before = state
        let claimed = state.claim(by: .second, until: begin + .seconds(10), at: begin)
        #expect(!claimed)
        #expect(state == before)
    }

    @Test func aBrokenEngineIsTriedAgainAfterGrowingPausesAndThenGivenUpWithItsOwnReason() {
        let failure = GenerationFailure(.engineFailed, "out of paint")
        var state = processing()
        #expect(state.fail(lease: 1, failure, policy: policy, at: begin) == .live)
        #expect(state.phase == .queued(notBefore: begin + .milliseconds(500)))
        let early = state.claim(by: .first, until: begin + .seconds(9), at: begin + .milliseconds(499))
        #expect(!early)

        var second = processing(attempt: 2)
        #expect(second.fail(lease: 1, failure, policy: policy, at: begin) == .live)
        #expect(second.phase == .queued(notBefore: begin + .seconds(1)))

        var third = processing(attempt: 3)
        #expect(third.fail(lease: 1, failure, policy: policy, at: begin) == .ended(.release))
        #expect(third.phase == .failed(failure))
    }

    @Test func aFaultOfTheRequestIsNotTriedAgain() {
        let failure = GenerationFailure(.invalidImage, "not an image")
        var state = processing()
        #expect(state.fail(lease: 1, failure, policy: policy, at: begin) == .ended(.release))
        #expect(state.phase == .failed(failure))
    }

    @Test func aWorkerLostInEveryAttemptExhaustsThem() {
        var state = processing(attempt: 3)
        #expect(state.expire(policy: policy, at: begin + .seconds(10)) == .ended(.release))
        #expect(state.failure?.code == .attemptsExhausted)
        #expect(state.failure?.message.contains("3") == true)
    }

    @Test func aLeaseDoesNotExpireBeforeItsTime() {
        var state = processing()
        #expect(state.expire(policy: policy, at: begin + .milliseconds(9_999)) == .refused)
        #expect(state.renew(lease: 1, until: begin + .seconds(20)) == true)
        #expect(state.expire(policy: policy, at: begin + .seconds(19)) == .refused)
    }

    @Test func aDrainingWorkerGivesTheAttemptBack() {
        var state = processing()
        #expect(state.drain(lease: 1, at: begin) == .live)
        #expect(state.attempt == 0 && state.status == .queued)
        #expect(state.leaseNumber == 1)
    }

    @Test func anOldLeaseChangesNothing() {
        var state = processing()
        _ = state.expire(policy: policy, at: begin + .seconds(10))
        #expect(state.claim(by: .second, until: begin + .seconds(20), at: begin + .seconds(10)) == true)
        let before = state
        let renewed = state.renew(lease: 1, until: begin + .seconds(60))
        #expect(!renewed)
        #expect(state.complete(lease: 1) == .refused)
        #expect(state.fail(lease: 1, GenerationFailure(.engineFailed, ""), policy: policy, at: begin) == .refused)
        #expect(state.drain(lease: 1, at: begin) == .refused)
        #expect(state == before)
    }

    @Test func workThatIsLateButNobodysElseIsAccepted() {
        var state = processing()
        #expect(state.complete(lease: 1) == .ended(.capture))
        #expect(state.status == .completed)
    }

    @Test func aQueuedJobIsCancelledAtOnce() {
        var state = JobState(phase: .queued(notBefore: begin))
        #expect(state.cancel(.client) == .ended(.release))
        #expect(state.failure?.code == .cancelled)
    }

    @Test func aRecordedCancelWinsOverWhateverTheWorkerReportsLater() {
        let failure = GenerationFailure(.engineFailed, "")
        let reports: [(inout JobState) -> JobState.Outcome] = [
            { $0.complete(lease: 1) },
            { $0.fail(lease: 1, failure, policy: policy, at: begin) },
            { $0.drain(lease: 1, at: begin) },
            { $0.expire(policy: policy, at: begin + .seconds(10)) },
        ]
        for report in reports {
            var state = processing()
            #expect(state.cancel(.deadline) == .live)
            #expect(report(&state) == .ended(.release))
            #expect(state.status == .cancelled)
            #expect(state.failure?.code == .deadlineExceeded)
        }
    }

    @Test func theFirstReasonToCancelStays() {
        var state = processing()
        _ = state.cancel(.client)
        _ = state.cancel(.operator)
        #expect(state.cancelRequest == .client)
    }

    @Test(arguments: [JobState.Phase.completed, .failed(.init(.engineFailed, "")), .cancelled(.init(.cancelled, ""))])
    func nothingHappensToAJobThatHasEnded(phase: JobState.Phase) {
        let ended = JobState(phase: phase, attempt: 1, leaseNumber: 1)
        var state = ended
        let claimed = state.claim(by: .first, until: begin + .seconds(1), at: begin)
        let renewed = state.renew(lease: 1, until: begin + .seconds(1))
        #expect(!claimed && !renewed)
        #expect(state.complete(lease: 1) == .refused)
        #expect(state.fail(lease: 1, .init(.engineFailed, ""), policy: policy, at: begin) == .refused)
        #expect(state.drain(lease: 1, at: begin) == .refused)
        #expect(state.expire(policy: policy, at: begin + .seconds(99)) == .refused)
        #expect(state.cancel(.client) == .refused)
        #expect(state == ended)
    }
}
