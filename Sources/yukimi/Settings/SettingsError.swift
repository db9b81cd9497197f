/// A setting that cannot be used: which, what came, what was expected, and where it came from.
struct SettingsError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
