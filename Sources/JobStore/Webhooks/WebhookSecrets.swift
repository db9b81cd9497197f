import Crypto
import Foundation

/// What deliveries are signed with: `whsec_` and base64 of 32 bytes. An account's webhooks have one each; the addresses
/// that single requests name share one, which is made when it is first needed.
///
/// A secret that was changed goes on being used beside the new one for a day, so that receivers can be changed in peace.
public struct WebhookSecrets: Sendable {
    /// How long an old secret is used beside the new one.
    public static let overlap = Duration.seconds(24 * 3_600)

    let database: any SQLDatabase
    let clock: WallClock

    /// Whose secret.
    public enum Owner: Sendable, Hashable {
        case webhook(WebhookID)
        /// The `webhook_url` of the account's requests.
        case requests
    }

    /// The newest secret.
    ///
    /// - Throws: ``StoreError`` `notFound` unless the webhook is the account's.
    public func current(_ owner: Owner, of account: AccountID) async throws -> String {
        let now = clock.now
        return try await database.write { db in try Self.find(owner, of: account, at: now, db)[0] }
    }

    /// A new secret; the one before it stays valid for a day, earlier ones do not.
    ///
    /// - Throws: ``StoreError`` `notFound` unless the webhook is the account's.
    public func rotate(_ owner: Owner, of account: AccountID) async throws -> (secret: String, overlapEnds: Timestamp) {
        let end = clock.now + Self.overlap
        let secret = Self.random()
        let now = clock.now
        try await database.write { db in
            _ = try Self.find(owner, of: account, at: now, db)
            let change = "SET old_secret = secret, old_secret_expires_at = ?, secret = ?"
            switch owner {
            case .webhook(let id):
                try db.run("UPDATE webhook \(change) WHERE id = ?", [end.milliseconds, secret, id.rawValue])
            case .requests:
                try db.run(
                    "UPDATE callback_secret \(change) WHERE account_id = ?",
                    [end.milliseconds, secret, account.rawValue]
                )
            }
        }
        return (secret, end)
    }

    static func random() -> String {
        "whsec_" + SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    }

    /// Those that are valid, the newest first; one at least.
    static func find(_ owner: Owner, of account: AccountID, at now: Timestamp, _ db: any SQLConnection) throws
        -> [String]
    {
        let columns = """
            SELECT secret, CASE WHEN old_secret_expires_at > ? THEN old_secret END AS old_secret
            """
        let read = { (row: any SQLRow) in
            [row["secret"] as String] + [row["old_secret"] as String?].compactMap { $0 }
        }
        let secrets: [String]?
        switch owner {
        case .webhook(let id):
            secrets = try db.first(
                "\(columns) FROM webhook WHERE id = ? AND account_id = ?",
                [now.milliseconds, id.rawValue, account.rawValue],
                read
            )
        case .requests:
            try db.run(
                "INSERT INTO callback_secret (account_id, secret) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [account.rawValue, random()]
            )
            secrets = try db.first(
                "\(columns) FROM callback_secret WHERE account_id = ?",
                [now.milliseconds, account.rawValue],
                read
            )
        }
        guard let secrets else { throw StoreError(.notFound, "there is no such webhook") }
        return secrets
    }
}
