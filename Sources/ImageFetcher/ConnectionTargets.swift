import Logging

/// Where a URL's host may be reached: every address check of this target is behind this.
struct ConnectionTargets: Sendable {
    let settings: FetchSettings
    let resolver: NameResolver
    let logger: Logger

    /// What the first of the host's addresses answers that accepts a connection.
    ///
    /// - Throws: ``FetchFailure`` when none does or the host is refused, and what `ask` throws.
    func tryEach<Answer: Sendable>(
        for url: RemoteURL,
        _ ask: (ConnectionTarget) async throws -> Answer
    ) async throws -> Answer {
        var failure = FetchFailure(.unresolvableName, "its host '\(url.hostText)' has no address")
        for target in try await find(for: url) {
            do {
                return try await ask(target)
            } catch let error as ConnectionFailure {
                failure = FetchFailure(error, settings: settings)
            }
        }
        throw failure
    }

    /// At most three checked addresses, best first; more would only make a dead host take longer.
    ///
    /// - Throws: ``FetchFailure``, when one of the host's addresses is refused.
    private func find(for url: RemoteURL) async throws -> [ConnectionTarget] {
        let addresses: [IPAddress]
        switch url.host {
        case .address(let address):
            if let kind = settings.policy.refusal(of: address) {
                throw FetchFailure(.refusedAddress, "its host \(address) is \(kind)")
            }
            addresses = [address]
        case .name(let name):
            if let gateway = settings.gateway { return [.gateway(gateway)] }
            addresses = try await resolver.addresses(name)
            // Which address it is stays in the log: it may be the business of our own network only.
            for address in addresses {
                guard let kind = settings.policy.refusal(of: address) else { continue }
                logger.debug(
                    "name resolves to a refused address",
                    metadata: ["name": "\(name)", "address": "\(address)", "kind": "\(kind)"]
                )
                throw FetchFailure(.refusedAddress, "its host '\(name)' has an address that is not public")
            }
        }
        if let gateway = settings.gateway { return [.gateway(gateway)] }
        return addresses.prefix(3).map { .address($0) }
    }
}

/// Runs `work`, and stops it after the limit.
///
/// - Throws: ``FetchFailure`` `timedOut`, and what the work throws.
func withinTotalTime<Value: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw FetchFailure(.timedOut, "it was not complete after \(limit)")
        }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
