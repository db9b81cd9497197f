import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct JobLedgerTests {
    @Test func aJobIsReservedWhenAcceptedAndChargedWhenDelivered() async throws {
        let fixture = try await StoreFixture()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        #expect(job.status == .queued)
        #expect(try await fixture.balance == .micro(965_000, 35_000, 0))

        fixture.clock.advance(.milliseconds(20))
        let claimed = try await fixture.claim()
        #expect(claimed.job.id == job.id)
        #expect(claimed.job.status == .processing)
        #expect(claimed.job.request == job.request)

        fixture.clock.advance(.seconds(2))
        #expect(try await fixture.store.jobs.complete(claimed.lease, try .test()) == .delivered)
        let done = try #require(try await fixture.store.jobs.job(job.id, account: fixture.account))
        #expect(done.status == .completed)
        #expect(done.output == (try .test()))
        #expect(done.queueTime == .milliseconds(20))
        #expect(done.totalTime == .milliseconds(2_020))
        #expect(done.charge == MicroDollars(35_000))
        #expect(try await fixture.balance == .micro(965_000, 0, 35_000))
        #expect(try await fixture.store.check().isClean)
    }

    @Test func whatIsAcceptedIsWhatIsRead() async throws {
        let fixture = try await StoreFixture()
        let new = try fixture.newJob(deadline: fixture.clock.now + .seconds(300), webhookURL: "https://example.com/")
        let job = try await fixture.store.jobs.accept(new).job
        #expect(try await fixture.reopened().jobs.job(job.id) == job)
    }

    @Test func aRequestThatCostsTooMuchIsRefusedWithBalanceAndPrice() async throws {
        let fixture = try await StoreFixture(credits: MicroDollars(34_999))
        let error = try await #require(throws: StoreError.self) {
            try await fixture.store.jobs.accept(try fixture.newJob(key: "once"))
        }
        #expect(error.code == .insufficientCredits(available: MicroDollars(34_999), price: MicroDollars(35_000)))
        #expect(error.message.contains("0.034999") && error.message.contains("0.035"))
        // Nothing is left of it: the key is free for a later attempt.
        #expect(try await fixture.store.check().jobs.isEmpty)
        try await fixture.store.credits.grant(MicroDollars(1), to: fixture.account)
        #expect(try await fixture.store.jobs.accept(try fixture.newJob(key: "once")).isNew)
    }

    @Test func aFreeModelNeedsNoCredits() async throws {
        let fixture = try await StoreFixture(credits: .zero)
        let free = ServedModel(slug: "free", engine: "scene", price: .zero)
        _ = try await fixture.store.jobs.accept(try fixture.newJob(model: free))
        let claimed = try await fixture.claim()
        #expect(try await fixture.store.jobs.complete(claimed.lease, try .test()) == .delivered)
        #expect(try await fixture.store.check().isClean)
    }

    @Test func jobsAreTakenInTheOrderTheyCameAndOnlyByTheirEngines() async throws {
        let fixture = try await StoreFixture()
        let jobs = fixture.store.jobs
        let other = ServedModel(slug: "other", engine: "rehearsal", price: .zero)
        let rehearsal = try await jobs.accept(try fixture.newJob(model: other)).job
        let first = try await jobs.accept(try fixture.newJob()).job
        let second = try await jobs.accept(try fixture.newJob()).job
        #expect(try await fixture.store.estimates.waiting(second)?.position == 1)
        #expect(try await fixture.claim().job.id == first.id)
        #expect(try await fixture.store.estimates.waiting(second)?.position == 0)
        #expect(try await fixture.store.estimates.waiting(first) == nil)
        #expect(try await fixture.claim().job.id == second.id)
        #expect(try await jobs.claim(by: .first, engines: ["scene"], lease: .seconds(1)) == nil)
        let either = try await jobs.claim(by: .first, engines: ["scene", "rehearsal"], lease: .seconds(1))
        #expect(either?.job.id == rehearsal.id)
    }

    /// `YUKIMI_TEST_LONG=1` makes it 10,000 jobs and 32 workers.
    @Test func noJobIsTakenTwiceHoweverManyWorkersRaceForIt() async throws {
        let (count, workers) = isLongTest ? (10_000, 32) : (60, 12)
        let fixture = try await StoreFixture()
        let stores = [fixture.store, try fixture.reopened(), try fixture.reopened()]
        let free = ServedModel(slug: "free", engine: "scene", price: .zero)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    for _ in 0..<count / 10 { _ = try await fixture.store.jobs.accept(try fixture.newJob(model: free)) }
                }
            }
            try await group.waitForAll()
        }
        let taken = try await withThrowingTaskGroup { group in
            for worker in 0..<workers {
                group.addTask {
                    let jobs = stores[worker % stores.count].jobs
                    let name = WorkerID(rawValue: "worker \(worker)")
                    var taken: [JobID] = []
                    while let claimed = try await jobs.claim(by: name, engines: ["scene"], lease: .seconds(10)) {
                        taken.append(claimed.job.id)
                    }
                    return taken
                }
            }
            return try await group.reduce(into: [JobID]()) { $0 += $1 }
        }
        #expect(taken.count == count)
        #expect(Set(taken).count == count)
    }

    @Test func aLostLeaseIsTakenOverAndItsLateResultRefused() async throws {
        let fixture = try await StoreFixture()
        let jobs = fixture.store.jobs
        let lost = try await fixture.claimed(by: .first)
        fixture.clock.advance(.seconds(10))
        #expect(try await jobs.expireLeases() == 1)
        let taken = try await fixture.claim(by: .second)
        #expect(taken.job.id == lost.job.id && taken.job.state.attempt == 2)

        #expect(try await jobs.renew(lost.lease, for: .seconds(10)) == .lost)
        #expect(try await jobs.complete(lost.lease, try .test("files/late.png")) == .lost)
        #expect(try await jobs.fail(lost.lease, GenerationFailure(.engineFailed, "")) == .lost)
        #expect(try await jobs.releaseOnDrain(lost.lease) == .lost)
        #expect(try await jobs.complete(taken.lease, try .test()) == .delivered)
        // Whoever did not hear the answer says it again, and is not told to delete the image.
        #expect(try await jobs.complete(taken.lease, try .test()) == .delivered)
        #expect(try await jobs.complete(taken.lease, try .test("files/late.png")) == .lost)
        #expect(try await jobs.job(taken.job.id)?.output == (try .test()))
        #expect(try await fixture.balance == .micro(965_000, 0, 35_000))
        #expect(try await fixture.store.check().isClean)
    }

    @Test func aJobWhoseWorkersAreLostThreeTimesFailsAndIsNotCharged() async throws {
        let fixture = try await StoreFixture()
        var claimed = try await fixture.claimed()
        for attempt in 1...3 {
            #expect(claimed.job.state.attempt == attempt)
            fixture.clock.advance(.seconds(10))
            #expect(try await fixture.store.jobs.expireLeases() == 1)
            if attempt < 3 { claimed = try await fixture.claim() }
        }
        let job = try #require(try await fixture.store.jobs.job(claimed.job.id))
        #expect(job.status == .failed && job.failure?.code == .attemptsExhausted)
        #expect(job.charge == .zero)
        #expect(try await fixture.balance == .micro(1_000_000, 0, 0))
        #expect(try await fixture.store.check().isClean)
    }

    @Test func aRenewedLeaseLastsAndItsProgressIsSeen() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        fixture.clock.advance(.seconds(9))
        let progress = GenerationProgress(step: 2, steps: 5, label: "painting")
        let answer = try await fixture.store.jobs.renew(claimed.lease, for: .seconds(10), progress: progress)
        guard case .held(let lease, cancel: nil) = answer else {
            Issue.record("expected a held lease, got \(answer)")
            return
        }
        #expect(lease.expires == fixture.clock.now + .seconds(10))
        fixture.clock.advance(.seconds(9))
        #expect(try await fixture.store.jobs.expireLeases() == 0)
        #expect(try await fixture.store.jobs.job(claimed.job.id)?.progress == progress)
        // A renewal without news keeps what is known.
        _ = try await fixture.store.jobs.renew(lease, for: .seconds(10))
        #expect(try await fixture.store.jobs.job(claimed.job.id)?.progress == progress)
    }

    @Test func aRetryableFailureGoesBackToTheQueueForAWhile() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        let failure = GenerationFailure(.upstreamUnavailable, "no answer")
        #expect(try await fixture.store.jobs.fail(claimed.lease, failure) == .requeued)
        #expect(try await fixture.store.jobs.claim(by: .first, engines: ["scene"], lease: .seconds(1)) == nil)
        #expect(try await fixture.balance.reserved == MicroDollars(35_000))
        fixture.clock.advance(.milliseconds(500))
        let again = try await fixture.claim()
        #expect(again.job.state.attempt == 2 && again.job.progress == nil)
    }

    @Test func aFaultOfTheRequestFailsAtOnce() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        let failure = GenerationFailure(.invalidImage, "this is a sonnet")
        #expect(try await fixture.store.jobs.fail(claimed.lease, failure) == .ended(.failed))
        #expect(try await fixture.store.jobs.job(claimed.job.id)?.failure == failure)
        #expect(try await fixture.balance == .micro(1_000_000, 0, 0))
    }

    @Test func aDrainingWorkerLeavesTheJobToTheNextOneWithoutCountingTheAttempt() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        #expect(try await fixture.store.jobs.releaseOnDrain(claimed.lease) == .requeued)
        let again = try await fixture.claim(by: .second)
        #expect(again.job.id == claimed.job.id && again.job.state.attempt == 1)
        #expect(again.lease.number == 2)
    }

    @Test func aQueuedJobIsCancelledAtOnceAndARunningOneAsksItsWorker() async throws {
        let fixture = try await StoreFixture()
        let jobs = fixture.store.jobs
        let queued = try await jobs.accept(try fixture.newJob()).job
        #expect(try await jobs.cancel(queued.id, account: fixture.account, reason: .client) == .cancelled)
        #expect(try await jobs.job(queued.id)?.status == .cancelled)
        let again = try await jobs.cancel(queued.id, account: fixture.account, reason: .client)
        #expect(again == .alreadyFinished(.cancelled))

        let claimed = try await fixture.claimed()
        #expect(try await jobs.cancel(claimed.job.id, account: nil, reason: .operator) == .requested)
        let answer = try await jobs.renew(claimed.lease, for: .seconds(10))
        guard case .held(let lease, cancel: .operator) = answer else {
            Issue.record("expected a lease with a wish to stop, got \(answer)")
            return
        }
        #expect(try await jobs.fail(lease, GenerationFailure(.cancelled, "stopped")) == .ended(.cancelled))
        #expect(try await jobs.job(claimed.job.id)?.failure == CancelReason.operator.failure)
        #expect(try await fixture.balance == .micro(1_000_000, 0, 0))
        #expect(try await fixture.store.check().isClean)
    }

    @Test func aCompletionAfterARecordedCancelIsNotDeliveredAndNotCharged() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        _ = try await fixture.store.jobs.cancel(claimed.job.id, account: fixture.account, reason: .client)
        #expect(try await fixture.store.jobs.complete(claimed.lease, try .test()) == .cancelled)
        let job = try #require(try await fixture.store.jobs.job(claimed.job.id))
        #expect(job.status == .cancelled && job.output == nil)
        #expect(try await fixture.balance == .micro(1_000_000, 0, 0))
    }

    @Test func jobsPastTheirDeadlineAreNotTakenAndEndEvenWithoutTheirServer() async throws {
        let fixture = try await StoreFixture()
        let jobs = fixture.store.jobs
        let deadline = fixture.clock.now + .seconds(5)
        _ = try await jobs.accept(try fixture.newJob(deadline: deadline))
        let running = try await fixture.claim()
        let waiting = try await jobs.accept(try fixture.newJob(deadline: deadline)).job
        fixture.clock.advance(.seconds(5))
        #expect(try await jobs.claim(by: .first, engines: ["scene"], lease: .seconds(1)) == nil)
        #expect(try await jobs.expireDeadlines() == 2)
        #expect(try await jobs.expireDeadlines() == 0)
        #expect(try await jobs.job(waiting.id)?.failure?.code == .deadlineExceeded)
        let answer = try await jobs.renew(running.lease, for: .seconds(10))
        guard case .held(_, cancel: .deadline) = answer else {
            Issue.record("expected a wish to stop, got \(answer)")
            return
        }
    }

    @Test func anotherAccountsJobIsUnknown() async throws {
        let fixture = try await StoreFixture()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        let other = try await fixture.store.accounts.create(name: "other").id
        #expect(try await fixture.store.jobs.job(job.id, account: other) == nil)
        #expect(try await fixture.store.history.job(job.id, account: other) == nil)
        #expect(try await fixture.store.jobs.cancel(job.id, account: other, reason: .client) == .notFound)
        #expect(try await fixture.store.jobs.job(job.id)?.status == .queued)
    }

    @Test func aRecordAnswersForItsTimeAfterTheEndAndThenOnlyTheHistoryKnowsIt() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        let id = claimed.job.id
        // A job that waits longer than records are kept is still its client's.
        fixture.clock.advance(.seconds(3_700))
        #expect(try await fixture.store.jobs.job(id, account: fixture.account) != nil)
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        fixture.clock.advance(.seconds(299))
        #expect(try await fixture.store.jobs.job(id, account: fixture.account)?.status == .completed)
        fixture.clock.advance(.seconds(1))
        #expect(try await fixture.store.jobs.job(id, account: fixture.account) == nil)
        #expect(try await fixture.store.history.job(id, account: fixture.account)?.status == .completed)
    }
}

extension CreditBalance {
    static func micro(_ available: Int64, _ reserved: Int64, _ spent: Int64) -> Self {
        Self(available: MicroDollars(available), reserved: MicroDollars(reserved), spent: MicroDollars(spent))
    }
}
