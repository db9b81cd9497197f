import ArgumentParser
import Foundation
import GenerationTypes
import JobStore

struct CreditsLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "List every movement of an account's credits, oldest first.",
        discussion: """
            Each movement takes an amount from one book and puts it into another: granted, available, reserved, spent.

            Examples:

              yukimi credits ledger --account demo
              yukimi credits ledger --account demo --csv > demo.csv
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Whose.", valueName: "name"))
    var account: String

    @Flag(help: "Print comma-separated values for spreadsheets.")
    var csv = false

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        let owner = try await store.accounts.named(account)
        let rows = try await store.credits.entries(of: owner.id).map(LedgerRow.init)
        guard csv else {
            return try output.print(rows, header: LedgerRow.header, empty: "No credits have moved.", row: \.cells)
        }
        for line in [LedgerRow.columns] + rows.map(\.cells) { print(line.map(csvField).joined(separator: ",")) }
    }
}

struct LedgerRow: Encodable {
    static let columns = ["id", "time", "kind", "from", "to", "amount", "job", "note"]
    static let header = columns.map { $0.uppercased() }

    let id: Int64
    let time: String
    let kind: String
    let from: String
    let to: String
    let amount: Decimal
    let job: String?
    let note: String

    init(_ entry: CreditEntry) {
        id = entry.id
        time = entry.created.text
        kind = entry.kind.rawValue
        from = entry.from.rawValue
        to = entry.to.rawValue
        amount = entry.amount.decimal
        job = entry.job?.rawValue
        note = entry.note
    }

    var cells: [String] { [String(id), time, kind, from, to, "\(amount)", job ?? "", note] }
}

/// One field of a line of comma-separated values (RFC 4180). Text that a spreadsheet would take for a formula gets an
/// apostrophe: a note can come from anywhere.
func csvField(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false && Double(text) == nil
    let safe = isFormula ? "'" + text : text
    guard safe.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return safe }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
}
