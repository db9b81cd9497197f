import GenerationTypes
import JobStore

/// The other side of the network: messages are late, get lost, or come twice.
extension World {
    private struct NoAnswer: Error {}

    private func call<Value: Sendable>(
        _ body: @escaping @Sendable (Store, Node) async throws -> Value
    ) async throws -> Value {
        await think(0...2 * slowness)
        let servers = nodes.filter { $0.role == .server && $0.isAlive }
        guard let node = servers.randomElement(using: &scheduler.random), let store = node.store, !hasMessageFault
        else { throw NoAnswer() }
        let value = try await Task(executorPreference: node) { try await body(store, node) }.value
        await think(0...2 * slowness)
        if hasMessageFault { throw NoAnswer() }
        return value
    }

    private func think(_ time: ClosedRange<Int64>) async {
        await scheduler.hop(milliseconds: .random(in: time, using: &scheduler.random), outside)
    }

    private func begin(_ body: @escaping @Sendable () async -> Void) {
        promises.busy += 1
        outside.start { [self] in
            await body()
            promises.busy -= 1
        }
    }

    // MARK: - Clients

    func startClient(_ number: Int, accounts: [AccountID]) {
        begin { [self] in
            for request in 1...3 {
                await think(0...5_000)
                await send(
                    SimulatedRequest(
                        text: "request \(request) of client \(number)",
                        account: accounts[number % accounts.count],
                        hasKey: !scheduler.oneIn(4),
                        hasWebhook: scheduler.oneIn(2),
                        deadline: scheduler.oneIn(5) ? .random(in: 500...9_000, using: &scheduler.random) : nil
                    )
                )
            }
        }
    }

    private func send(_ request: SimulatedRequest) async {
        if request.hasKey, hasMessageFault {
            // A copy of it is on its way, too.
            begin { [self] in _ = await submitted(request) }
        }
        guard let job = await submitted(request) else { return }
        for _ in 0..<2 where !isHealed {
            await think(0...4_000)
            await ask(about: job, of: request)
        }
        if scheduler.oneIn(3) { await cancel(job, of: request) }
    }

    /// Whoever has an idempotency key tries again; without one, a second try might be a second job.
    private func submitted(_ request: SimulatedRequest) async -> JobID? {
        for _ in 0..<(request.hasKey ? 6 : 1) {
            do {
                let job = try await call { store, node in
                    let job = try await request.submit(to: store)
                    try node.live()
                    return job
                }
                outside.log("\(request.text) is job \(log.name(job.rawValue))")
                promises.accepted[request.text, default: []].insert(job)
                return job
            } catch let error as StoreError where error.code != .unavailable {
                outside.log("\(request.text) was refused: \(error.code)")
                witness.count("refused")
                return nil
            } catch {
                outside.log("\(request.text) was not answered")
                witness.count("unanswered")
                await think(100...3_000)
            }
        }
        return nil
    }

    private func ask(about job: JobID, of request: SimulatedRequest) async {
        do {
            let report = try await call { store, _ in try await store.jobs.report(job, account: request.account) }
            if report == nil && !isHealed { witness.complain("\(request.text) was accepted and is not known") }
        } catch {
            witness.count("unanswered")
        }
    }

    private func cancel(_ job: JobID, of request: SimulatedRequest) async {
        for _ in 0..<3 {
            let answer = try? await call { store, _ in
                try await store.jobs.cancel(job, account: request.account, reason: .client)
            }
            guard let answer else { continue }
            outside.log("cancelling \(request.text): \(answer)")
            if answer == .notFound { witness.complain("\(request.text) was accepted and cannot be cancelled") }
            return
        }
    }

    // MARK: - Operators

    func startOperator(accounts: [AccountID]) {
        begin { [self] in
            for number in 1...4 {
                await think(0...4_000)
                let note = "grant \(number)"
                promises.grants[note] = false
                let account = accounts[number % accounts.count]
                let answer = try? await call { store, _ in
                    try await store.credits.grant(SimulatedRequest.model.price, to: account, note: note)
                }
                promises.grants[note] = answer != nil
            }
        }
    }
}
