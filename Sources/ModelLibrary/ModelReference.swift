/// What is to be pulled: a repository on a hub, at a revision, and the name that the model gets here.
public struct ModelReference: Sendable, Hashable {
    public let name: ModelName
    /// `owner/repository`.
    public let repository: String
    /// A branch, a tag or a commit.
    public let revision: String
    /// The catalogue's entry, for a model that is known.
    public let known: KnownModel?

    /// Reads `NAME` from the catalogue, or `owner/repository` with an optional `@revision` (else `main`). A name with a
    /// revision overrides the catalogue's.
    ///
    /// - Throws: `ModelLibraryError` when it is neither.
    public init(_ text: String) throws {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let place = String(parts[0])
        let revision = parts.count > 1 ? String(parts[1]) : nil
        if place.contains("/") {
            repository = place
            name = try ModelName(place.replacing("/", with: "--"))
            known = nil
        } else {
            guard let known = KnownModel.all.first(where: { $0.name == place }) else {
                let names = KnownModel.all.map(\.name).joined(separator: ", ")
                throw ModelLibraryError(
                    .invalidName,
                    text,
                    "no model is known by this name; known are \(names), and any owner/repository can be pulled"
                )
            }
            (repository, self.known) = (known.repository, known)
            name = try ModelName(known.name)
        }
        self.revision = revision ?? known?.revision ?? "main"
        guard Self.isRepository(repository) else {
            throw ModelLibraryError(.invalidName, text, "'\(repository)' is not of the form owner/repository")
        }
        guard Self.isRevision(self.revision) else {
            throw ModelLibraryError(.invalidName, text, "'\(self.revision)' is no branch, tag or commit")
        }
    }

    private static func isRepository(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                guard let first = part.utf8.first, first.isLetterOrDigit, part.utf8.count <= 96 else { return false }
                return part.utf8.allSatisfy { $0.isNameCharacter } && !part.contains("..") && !part.contains("--")
            }
    }

    private static func isRevision(_ text: String) -> Bool {
        guard (1...200).contains(text.utf8.count) else { return false }
        return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, first.isLetterOrDigit else { return false }
            return part.utf8.allSatisfy { $0.isNameCharacter } && !part.contains("..")
        }
    }
}
