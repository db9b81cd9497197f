import ArgumentParser
import Foundation
import GenerationTypes
import JobStore

struct Credits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give credits to accounts, and see what became of them.",
        discussion: """
            A request reserves its model's price. A delivered image spends it; anything else gives it back.

            Examples:

              yukimi credits grant --account demo 5.00 --note "invoice 1042"
              yukimi credits show
              yukimi credits ledger --account demo --csv > demo.csv
            """,
        subcommands: [CreditsGrant.self, CreditsShow.self, CreditsLedger.self]
    )
}

struct CreditsGrant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "Give credits to an account, or take back with a negative amount.",
        discussion: """
            Examples:

              yukimi credits grant --account demo 5.00
              yukimi credits grant --account demo --note "granted twice" -- -5.00
            """
    )

    @OptionGroup var settings: SettingOptions

    @Option(help: ArgumentHelp("Whose.", valueName: "name"))
    var account: String

    @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
    var note = ""

    @Argument(help: ArgumentHelp("US dollars with at most six decimals.", valueName: "amount"))
    var amount: MicroDollars

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        let owner = try await store.accounts.named(account)
        let balance =
            amount < .zero
            ? try await store.credits.adjust(amount, of: owner.id, note: note)
            : try await store.credits.grant(amount, to: owner.id, note: note)
        print("Account '\(owner.name)' has $\(balance.available) available.")
    }
}

struct CreditsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what accounts have.",
        discussion: """
            Example:

              yukimi credits show --account demo --json
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Only this account.", valueName: "name"))
    var account: String?

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        var owners = try await store.accounts.list()
        if let account { owners = [try await store.accounts.named(account)] }
        var rows: [BalanceRow] = []
        for owner in owners { rows.append(BalanceRow(owner, try await store.credits.balance(of: owner.id))) }
        try output.print(
            rows,
            header: ["ACCOUNT", "AVAILABLE", "RESERVED", "SPENT", "GRANTED"],
            empty: "There are no accounts."
        ) { row in
            [row.account] + [row.available, row.reserved, row.spent, row.granted].map { "$\($0)" }
        }
    }
}

private struct BalanceRow: Encodable {
    let account: String
    let available, reserved, spent, granted: Decimal

    init(_ account: Account, _ balance: CreditBalance) {
        self.account = account.name
        available = balance.available.decimal
        reserved = balance.reserved.decimal
        spent = balance.spent.decimal
        granted = balance.granted.decimal
    }
}
