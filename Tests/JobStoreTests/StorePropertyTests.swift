import GenerationTypes
import JobStore
import Testing

/// Random operations by two processes on one store, compared with a model of twenty lines. `YUKIMI_TEST_LONG=1` makes them
/// 100,000.
@Suite(.onEveryDatabase) struct StorePropertyTests {
    /// What must come out, by the simplest means.
    private struct Model {
        var available: Int64 = 0
        var live: [JobID: Int64] = [:]
        var spent: Int64 = 0
        var leases: [(lease: Lease, isCurrent: Bool, isCancelled: Bool)] = []
        /// The number of the lease that delivered a job.
        var delivered: [JobID: Int64] = [:]

        mutating func accept(_ job: JobID, _ price: Int64) {
            available -= price
            live[job] = price
        }

        mutating func end(_ job: JobID, delivered: Bool) {
            let price = live.removeValue(forKey: job) ?? 0
            if delivered { spent += price } else { available += price }
            drop(job)
        }

        mutating func drop(_ job: JobID) {
            for index in leases.indices where leases[index].lease.job == job { leases[index].isCurrent = false }
        }

        var balance: CreditBalance { .micro(available, live.values.reduce(0, +), spent) }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func theStoreDoesWhatTheModelSays(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        var settings = StoreSettings()
        settings.attempts = AttemptPolicy(limit: 3, firstPause: .zero)
        let fixture = try await StoreFixture(credits: .zero, settings: settings)
        let stores = [fixture.store, try fixture.reopened(settings: settings)]
        var model = Model()
        let count = isLongTest ? 25_000 : 800
        for step in 0..<count {
            let store = stores[Int.random(in: 0...1, using: &random)]
            try await operate(store, fixture, &model, &random)
            if step.isMultiple(of: 10) { #expect(try await fixture.balance == model.balance, "step \(step)") }
            if step.isMultiple(of: count / 8) { #expect(try await store.check().violations.isEmpty, "step \(step)") }
        }
        #expect(try await fixture.balance == model.balance)
        #expect(try await fixture.store.check().violations.isEmpty)
    }

    private func operate(
        _ store: Store,
        _ fixture: StoreFixture,
        _ model: inout Model,
        _ random: inout SplitMix
    ) async throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            let amount = Int64.random(in: 1...200, using: &random)
            try await store.credits.grant(MicroDollars(amount), to: fixture.account)
            model.available += amount
        case 1...4:
            let price = Int64.random(in: 0...50, using: &random)
            let served = ServedModel(slug: "m", engine: "scene", price: MicroDollars(price))
            do {
                model.accept(try await store.jobs.accept(try fixture.newJob(model: served)).job.id, price)
            } catch let error as StoreError {
                #expect(error.code == .insufficientCredits(available: .init(model.available), price: .init(price)))
                #expect(price > model.available)
            }
        case 5, 6:
            let lease = try await store.jobs.claim(by: .first, engines: ["scene"], lease: .seconds(10))?.lease
            if let lease { model.leases.append((lease, isCurrent: true, isCancelled: false)) }
        case 7: try await cancelSomething(store, &model, &random)
        case 8:
            fixture.clock.advance(.seconds(Int64.random(in: 0...6, using: &random)))
            try await store.jobs.expireLeases()
            for held in model.leases where held.isCurrent && held.lease.expires <= fixture.clock.now {
                let job = try #require(try await store.jobs.job(held.lease.job))
                if job.status.isFinished { model.end(job.id, delivered: false) } else { model.drop(job.id) }
            }
        default: try await report(store, &model, &random)
        }
    }

    private func cancelSomething(_ store: Store, _ model: inout Model, _ random: inout SplitMix) async throws {
        let live = model.live.keys.sorted { $0.rawValue < $1.rawValue }
        guard let job = live.randomElement(using: &random) else { return }
        let index = model.leases.firstIndex { $0.isCurrent && $0.lease.job == job }
        let answer = try await store.jobs.cancel(job, account: nil, reason: .client)
        #expect(answer == (index == nil ? .cancelled : .requested))
        if let index { model.leases[index].isCancelled = true } else { model.end(job, delivered: false) }
    }

    /// A worker, perhaps one that lost its lease long ago, tells how it went.
    private func report(_ store: Store, _ model: inout Model, _ random: inout SplitMix) async throws {
        guard let index = model.leases.indices.randomElement(using: &random) else { return }
        let held = model.leases[index]
        let job = held.lease.job
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1:
            let image = "files/\(job)-\(held.lease.number).png".lowercased()
            let answer = try await store.jobs.complete(held.lease, try .test(image))
            // The one that delivered may say so again.
            let late: CompletionAnswer = model.delivered[job] == held.lease.number ? .delivered : .lost
            #expect(answer == (!held.isCurrent ? late : held.isCancelled ? .cancelled : .delivered))
            if held.isCurrent {
                if !held.isCancelled { model.delivered[job] = held.lease.number }
                model.end(job, delivered: !held.isCancelled)
            }
        case 2:
            let answer = try await store.jobs.fail(held.lease, GenerationFailure(.engineFailed, "broke"))
            guard held.isCurrent else {
                #expect(answer == .lost)
                return
            }
            let attempt = try #require(try await store.jobs.job(job)).state.attempt
            #expect(answer == (held.isCancelled ? .ended(.cancelled) : attempt < 3 ? .requeued : .ended(.failed)))
            if answer == .requeued { model.drop(job) } else { model.end(job, delivered: false) }
        default:
            let answer = try await store.jobs.releaseOnDrain(held.lease)
            #expect(answer == (!held.isCurrent ? .lost : held.isCancelled ? .ended(.cancelled) : .requeued))
            if answer == .requeued { model.drop(job) } else if held.isCurrent { model.end(job, delivered: false) }
        }
    }
}

/// Repeatable random numbers: a failing seed fails again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
