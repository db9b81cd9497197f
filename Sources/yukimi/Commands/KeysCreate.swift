import ArgumentParser
import Foundation
import GenerationTypes
import HTTPAPI
import JobStore

struct KeysCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a key, and its account where there is none of that name.",
        discussion: """
            The key is the only line on the standard output; remember it, it is not shown again.

            Examples:

              yukimi keys create --account demo --credits 1.00
              KEY=$(yukimi keys create --account acme --name phone-app --scope generate --expires 90d)
            """
    )

    @OptionGroup var settings: SettingOptions

    @Option(help: ArgumentHelp("Whose key it is.", valueName: "name"))
    var account: String

    @Option(help: ArgumentHelp("What the key is for, for lists.", valueName: "text"))
    var name = "default"

    @Option(help: "What it allows: generate, read or admin; may be repeated. (default: generate, read)")
    var scope: [KeyScope] = []

    @Option(help: ArgumentHelp("When it stops working, such as 12h or 90d from now.", valueName: "time"))
    var expires: DurationArgument?

    @Option(help: ArgumentHelp("Requests per minute, in place of rate.per-minute.", valueName: "number"))
    var rate: Int?

    @Option(help: ArgumentHelp("Requests at once, in place of rate.burst.", valueName: "number"))
    var burst: Int?

    @Option(
        help: ArgumentHelp("Whose jobs come first: -100 to 100, higher before lower.", valueName: "number")
    )
    var priority = 0

    @Option(help: ArgumentHelp("Dollars to give to the account as well.", valueName: "amount"))
    var credits: MicroDollars?

    @Flag(help: "Print JSON with the key and what is known about it.")
    var json = false

    func validate() throws {
        for (option, value) in [("--rate", rate), ("--burst", burst)] {
            if let value, !(1...1_000_000).contains(value) {
                throw ValidationError("\(option) takes 1 to 1000000 requests, got \(value)")
            }
        }
        if !(-100...100).contains(priority) {
            throw ValidationError("--priority takes a number from -100 to 100, got \(priority)")
        }
        if let credits, credits <= .zero { throw ValidationError("--credits takes a positive amount, got \(credits)") }
    }

    func run() async throws {
        let settings = try await Settings.load(settings)
        let store = try settings.openStore()
        let owner: Account
        if let known = try await store.accounts.find(name: account) {
            owner = known
        } else {
            owner = try await store.accounts.create(name: account)
        }
        let issued = try await store.keys.create(
            for: owner.id,
            name: name,
            scopes: scope.isEmpty ? [.generate, .read] : Set(scope),
            rateLimit: rateLimit(over: settings.api.rateLimit),
            priority: priority,
            expires: expires.map { store.clock.now + $0.duration }
        )
        if let credits { try await store.credits.grant(credits, to: owner.id, note: "with key \(issued.key.id)") }
        if json {
            print(try JSONOutput.text(IssuedKeyRow(key: issued.text, about: KeyRow(issued.key, account: owner.name))))
        } else {
            print(issued.text)
            let balance = try await store.credits.balance(of: owner.id)
            let notice =
                "key \(issued.key.id) of account '\(owner.name)' in \(settings.dataFolder), "
                + "$\(balance.available) available; the key is not shown again\n"
            FileHandle.standardError.write(Data(notice.utf8))
        }
    }

    private func rateLimit(over fallback: RateLimit) -> RateLimit? {
        guard rate != nil || burst != nil else { return nil }
        return RateLimit(
            requestsPerMinute: rate ?? fallback.requestsPerMinute,
            burst: burst ?? fallback.burst
        )
    }
}

private struct IssuedKeyRow: Encodable {
    let key: String
    let about: KeyRow
}
