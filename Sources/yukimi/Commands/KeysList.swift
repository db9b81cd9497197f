import ArgumentParser
import JobStore

struct KeysList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List keys, oldest first.",
        discussion: """
            Example:

              yukimi keys list --account acme
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Only this account's.", valueName: "name"))
    var account: String?

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        let names = try await store.accounts.names()
        var owner: AccountID?
        if let account { owner = try await store.accounts.named(account).id }
        let rows = try await store.keys.list(of: owner).map { KeyRow($0, account: names[$0.account] ?? "?") }
        try output.print(
            rows,
            header: ["ID", "ACCOUNT", "NAME", "KEY", "SCOPES", "STATE", "LAST USED"],
            empty: "There are no keys."
        ) { row in
            [
                row.id, row.account, row.name, row.hint + "…", row.scopes.joined(separator: " "), row.state,
                row.lastUsed ?? "never",
            ]
        }
    }
}

/// A key as lists show it.
struct KeyRow: Encodable {
    let id: String
    let account: String
    let name: String
    let hint: String
    let scopes: [String]
    let requestsPerMinute: Int?
    let burst: Int?
    let priority: Int
    let created: String
    let expires: String?
    let revoked: String?
    let lastUsed: String?

    init(_ key: APIKey, account: String) {
        id = key.id.description
        self.account = account
        name = key.name
        hint = key.hint
        scopes = key.scopes.map(\.rawValue).sorted()
        requestsPerMinute = key.rateLimit?.requestsPerMinute
        burst = key.rateLimit?.burst
        priority = key.priority
        created = key.created.text
        expires = key.expires?.text
        revoked = key.revoked?.text
        lastUsed = key.lastUsed?.text
    }

    var state: String {
        if revoked != nil { return "revoked" }
        return expires.map { "until \($0)" } ?? "valid"
    }
}
