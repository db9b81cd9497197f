import GenerationTypes
import JobStore

/// Rows of the operator's lists, as JSON. Times are RFC 3339, money is US dollars.
enum AdminAnswers {
    typealias Names = [AccountID: String]

    static func row(_ job: Job, _ names: Names) -> JSONValue {
        [
            "request_id": .string(job.id.rawValue), "account": name(job.account, names), "model": .string(job.model),
            "engine": .string(job.engine), "status": .string(job.status.rawValue),
            "attempt": .integer(job.state.attempt), "prompt": .string(String(job.request.prompt.text.prefix(200))),
            "submitted": time(job.submitted), "finished": time(job.finished),
            "step": job.progress.map { .integer($0.step) } ?? .null,
            "steps": job.progress.map { .integer($0.steps) } ?? .null,
            "seconds": job.totalTime.map { .thousandths(Int($0.milliseconds)) } ?? .null,
            "charge": money(job.charge), "error": job.failure.map { .string($0.message) } ?? .null,
        ]
    }

    static func row(_ key: APIKey, _ names: Names) -> JSONValue {
        [
            "id": .string(key.id.description), "account": name(key.account, names), "name": .string(key.name),
            "hint": .string(key.hint), "scopes": .array(key.scopes.map(\.rawValue).sorted().map(JSONValue.string)),
            "created": time(key.created), "expires": time(key.expires), "revoked": time(key.revoked),
            "last_used": time(key.lastUsed),
        ]
    }

    static func row(_ account: Account, _ balance: CreditBalance) -> JSONValue {
        [
            "account": .string(account.name), "granted": money(balance.granted), "available": money(balance.available),
            "reserved": money(balance.reserved), "spent": money(balance.spent),
        ]
    }

    static func row(_ entry: CreditEntry, _ names: Names) -> JSONValue {
        [
            "id": .integer(entry.id), "account": name(entry.account, names), "kind": .string(entry.kind.rawValue),
            "from": .string(entry.from.rawValue), "to": .string(entry.to.rawValue), "amount": money(entry.amount),
            "request_id": entry.job.map { .string($0.rawValue) } ?? .null, "note": .string(entry.note),
            "created": time(entry.created),
        ]
    }

    static func row(_ spend: DailySpend, _ names: Names) -> JSONValue {
        [
            "key_id": spend.key.map { .string($0.description) } ?? .null, "key_name": .string(spend.keyName),
            "account": name(spend.account, names), "day": .string("\(CivilDate(daysSince1970: Int64(spend.day)))"),
            "amount": money(spend.amount), "requests": .integer(spend.requestCount),
        ]
    }

    static func row(_ worker: WorkerReport, at now: Timestamp) -> JSONValue {
        [
            "number": .integer(worker.number), "pid": worker.process.map { .integer($0) } ?? .null,
            "starts": .integer(worker.startCount),
            "up_seconds": worker.since.map { .thousandths(Int((now - $0).milliseconds)) } ?? .null,
        ]
    }

    /// Nil for a job that no worker holds.
    static func lease(_ job: Job, at now: Timestamp) -> JSONValue? {
        guard case .processing(let worker, let leaseExpires) = job.state.phase else { return nil }
        return [
            "worker": .string(worker.rawValue), "request_id": .string(job.id.rawValue),
            "engine": .string(job.engine), "lease_seconds": .thousandths(Int((leaseExpires - now).milliseconds)),
        ]
    }

    static func row(_ failure: WebhookFailure, _ names: Names) -> JSONValue {
        let delivery = failure.delivery
        return [
            "delivery_id": .integer(delivery.id), "account": name(delivery.account, names),
            "request_id": .string(delivery.job.rawValue), "url": .string(delivery.url),
            "event_type": .string(delivery.eventType), "status": .string(delivery.status.rawValue),
            "attempts": .integer(delivery.attempts), "last_attempt": time(failure.lastAttempt),
            "response_status": failure.lastStatus.map { .integer($0) } ?? .null,
            "error": failure.lastError.map(JSONValue.string) ?? .null,
        ]
    }

    private static func name(_ account: AccountID, _ names: Names) -> JSONValue { .string(names[account] ?? "?") }
    private static func money(_ amount: MicroDollars) -> JSONValue { .number(amount.description) }
    private static func time(_ moment: Timestamp?) -> JSONValue { moment.map { .string(RFC3339.text($0)) } ?? .null }
}
