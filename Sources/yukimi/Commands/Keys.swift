import ArgumentParser

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke API keys.",
        discussion: """
            A key belongs to an account, and spends its credits. Only a hash of it is kept: its text is shown once.

            Examples:

              yukimi keys create --account demo --credits 1.00
              yukimi keys create --account acme --name phone-app --scope generate --scope read --expires 90d --rate 100
              yukimi keys list --json
              yukimi keys revoke 3
            """,
        subcommands: [KeysCreate.self, KeysList.self, KeysRevoke.self]
    )
}
