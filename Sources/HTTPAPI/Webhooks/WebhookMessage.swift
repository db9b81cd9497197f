import Crypto
import Foundation
import JobStore

/// One event as it is sent, after [Standard Webhooks](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
struct WebhookMessage: Sendable {
    /// The same in every attempt, so that a receiver can tell an event that it has already.
    let id: String
    /// When this attempt is made: receivers refuse old ones, which somebody may have recorded.
    let timestamp: Timestamp
    let body: [UInt8]

    init(id: String, timestamp: Timestamp, body: [UInt8]) {
        self.id = id
        self.timestamp = timestamp
        self.body = body
    }

    init(_ delivery: WebhookDelivery, about job: Job, balance: CreditBalance, origin: PublicOrigin, at now: Timestamp) {
        var writer = JSONWriter()
        writer.write([
            "type": .string(delivery.eventType), "timestamp": .string(RFC3339.text(job.finished ?? delivery.created)),
            "data": JobAnswers(job: job, origin: origin).end(balance: balance),
        ])
        self.init(id: "msg_\(job.id)_\(delivery.id)", timestamp: now, body: writer.bytes)
    }

    /// The fields of the request. Every secret signs, so that a receiver that has any of them can check.
    func headers(secrets: [String]) -> [(name: String, value: String)] {
        let seconds = timestamp.milliseconds / 1_000
        let signed = Data("\(id).\(seconds).".utf8) + body
        let signatures = secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: Self.key(of: secret))
            return "v1," + Data(code).base64EncodedString()
        }
        return [
            ("webhook-id", id), ("webhook-timestamp", String(seconds)),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    /// The bytes behind `whsec_`.
    private static func key(of secret: String) -> SymmetricKey {
        guard secret.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(secret.dropFirst(6))) else {
            preconditionFailure("a stored webhook secret is not 'whsec_' and base64")
        }
        return SymmetricKey(data: bytes)
    }
}
