import GenerationTypes
import JobStore

/// Whoever starts a server on their own machine may use its pages without making a key first: the server prints a link
/// that signs one browser in.
struct LocalSignIn: Sendable {
    static let account = "playground"
    static let keyName = "playground"
    /// What the account gets when it is made: money is for counting here, and the machine is theirs.
    static let firstCredits = MicroDollars(10_000_000)

    let store: Store

    /// Whether nobody else's machine can reach a server that listens on this address.
    static func isLocal(host: String) -> Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    /// A link for a browser, made of the server's address and a text that works once. The text stands behind `#`, so that
    /// no log and no program that fetches previews ever sees or uses it.
    func link(at url: String) async throws -> String {
        let link = try await store.sessions.makeLink(for: try await key())
        return "\(url)/#sign-in=\(link.token)"
    }

    /// The account's key with every scope; made once, and its text is nowhere.
    private func key() async throws -> KeyID {
        let account: AccountID
        if let known = try await store.accounts.find(name: Self.account) {
            account = known.id
        } else {
            account = try await store.accounts.create(name: Self.account).id
            try await store.credits.grant(Self.firstCredits, to: account, note: "for trying out")
        }
        let known = try await store.keys.list(of: account).first { $0.name == Self.keyName && $0.revoked == nil }
        if let known { return known.id }
        return try await store.keys.create(for: account, name: Self.keyName, scopes: Set(KeyScope.allCases)).key.id
    }
}
