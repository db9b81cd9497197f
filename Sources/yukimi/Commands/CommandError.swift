/// Why a command cannot do what it was asked for, in words for the person at the terminal: what came, what was expected,
/// and where it came from.
struct CommandError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
