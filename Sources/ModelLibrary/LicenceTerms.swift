/// The terms under which a model may be used, as its repository states them.
public struct LicenceTerms: Sendable, Hashable {
    /// The repository and revision that they are for.
    public let model: String
    /// Its short name, such as `apache-2.0`; or a sentence where the repository names none.
    public let name: String
    /// Where the text can be read.
    public let link: String?
    /// The text of the repository's licence file, if it has one.
    public let text: String?
}
