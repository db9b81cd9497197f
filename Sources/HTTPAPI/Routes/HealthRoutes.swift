import HTTPTypes
import Hummingbird
import JobStore
import Logging
import Synchronization

/// For load balancers and supervisors; no key, nothing about anybody, and no names of servers, folders and buckets: those are
/// in the log and on the operators' page.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /healthz | 200 as long as the process answers |
/// | GET | /readyz | 200, or 503 with what is not ready |
struct HealthRoutes: Sendable {
    let lifecycle: ServerLifecycle
    let checks: [ReadinessCheck]

    func addRoutes(to router: Router<APIContext>) {
        router.get("healthz") { _, _ in Response(json: ["status": "ok"]) }
        router.get("readyz", use: readiness)
    }

    @Sendable private func readiness(_ request: Request, context: APIContext) async throws -> Response {
        var states: [JSONValue.Member] = []
        var troubles: [String] = lifecycle.isDraining ? ["the server is stopping"] : []
        for check in checks {
            let trouble = await check.trouble()
            let words = trouble.map { check.publicWords ?? $0 }
            states.append(.init(name: check.name, value: .string(words ?? "ok")))
            guard let trouble, let words else { continue }
            troubles.append("\(check.name): \(words)")
            context.logger.warning("not ready", metadata: ["part": "\(check.name)", "trouble": "\(trouble)"])
        }
        let isReady = troubles.isEmpty
        return Response(
            status: isReady ? .ok : .serviceUnavailable,
            json: .object(compacting: [
                "status": isReady ? "ready" : "not ready",
                "error": isReady ? nil : .string(troubles.joined(separator: "; ")),
                "checks": .object(states),
            ])
        )
    }
}

extension ReadinessCheck {
    /// Whether the database answers.
    static func database(_ store: Store) -> ReadinessCheck {
        ReadinessCheck("database", publicWords: "does not answer") {
            do {
                try await store.ping()
                return nil
            } catch {
                return "\(error)"
            }
        }
    }

    /// Whether the folder or bucket of the artifacts can be used. Asked every five seconds at most: a bucket's server
    /// counts requests.
    static func artifacts(_ store: Store) -> ReadinessCheck {
        let last = LastFinding()
        return ReadinessCheck("artifacts", publicWords: "cannot be used") {
            if let known = last.young { return known.trouble }
            var trouble: String?
            do {
                try await store.artifacts.checkPlace(writing: false)
            } catch {
                trouble = "\(error)"
            }
            last.keep(trouble)
            return trouble
        }
    }
}

/// What a check has found, for a while.
private final class LastFinding: Sendable {
    private let last = Mutex<(trouble: String?, moment: ContinuousClock.Instant)?>(nil)

    /// Nil when it is too old, or there is none.
    var young: (trouble: String?, moment: ContinuousClock.Instant)? {
        last.withLock { last in
            guard let last, ContinuousClock.now < last.moment + .seconds(5) else { return nil }
            return last
        }
    }

    func keep(_ trouble: String?) { last.withLock { $0 = (trouble, ContinuousClock.now) } }
}
