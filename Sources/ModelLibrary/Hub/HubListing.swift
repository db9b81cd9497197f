import Foundation

/// What the hub says of a repository at a revision (`GET /api/models/{repository}/revision/{revision}?blobs=true`).
struct HubListing: Sendable {
    let commit: String
    /// Sorted by path; no file is a folder of another.
    let files: [RemoteFile]
    let licenceName: String?
    let licenceLink: String?

    private static let largestModel: Int64 = 1 << 42
    private static let mostFiles = 10_000

    /// - Throws: `ModelLibraryError` when it is no listing, or has names or sizes that are refused.
    init(_ json: Data, repository: String) throws {
        let answer: Answer
        do {
            answer = try JSONDecoder().decode(Answer.self, from: json)
        } catch {
            throw ModelLibraryError(.badAnswer, repository, "the hub's description of it cannot be read: \(error)")
        }
        guard answer.sha.utf8.count == 40, answer.sha.utf8.allSatisfy(\.isLetterOrDigit) else {
            throw ModelLibraryError(.badAnswer, repository, "the hub names '\(answer.sha)' as its commit")
        }
        commit = answer.sha
        guard answer.siblings.count <= Self.mostFiles else {
            throw ModelLibraryError(.unsafeListing, repository, "it has \(answer.siblings.count) files")
        }
        files = try answer.siblings
            .filter { !RemotePath.isHidden($0.rfilename) }
            .map(RemoteFile.init)
            .sorted { $0.path.text < $1.path.text }
        licenceName = answer.cardData?.license_name ?? answer.cardData?.license?.text
        licenceLink = answer.cardData?.license_link
        try check(repository)
    }

    private func check(_ repository: String) throws {
        let paths = Set(files.map(\.path.text))
        guard !files.isEmpty else { throw ModelLibraryError(.badAnswer, repository, "it has no files") }
        guard paths.count == files.count else {
            throw ModelLibraryError(.unsafeListing, repository, "it lists a file twice")
        }
        for file in files {
            var parent = file.path.text[...]
            while let slash = parent.lastIndex(of: "/") {
                parent = parent[..<slash]
                if paths.contains(String(parent)) {
                    throw ModelLibraryError(
                        .unsafeListing,
                        String(parent),
                        "the repository has it as a file and a folder"
                    )
                }
            }
        }
        guard files.allSatisfy({ ($0.size ?? 0) <= Self.largestModel }),
            files.reduce(0, { $0 + ($1.size ?? 0) }) <= Self.largestModel
        else { throw ModelLibraryError(.unsafeListing, repository, "it claims more than \(Self.largestModel) bytes") }
    }

    /// The members of the answer that count, by their names there.
    private struct Answer: Decodable {
        let sha: String
        let siblings: [RemoteFile.Sibling]
        let cardData: Card?
    }

    private struct Card: Decodable {
        let license: OneOrMore?
        let license_name: String?
        let license_link: String?

        /// A card is free text: a member of an unexpected type counts as missing.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            license = try? container.decode(OneOrMore.self, forKey: .license)
            license_name = try? container.decode(String.self, forKey: .license_name)
            license_link = try? container.decode(String.self, forKey: .license_link)
        }

        private enum CodingKeys: String, CodingKey {
            case license, license_name, license_link
        }
    }

    private struct OneOrMore: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try (try? container.decode(String.self)) ?? container.decode([String].self).joined(separator: ", ")
        }
    }
}

/// One file of a repository.
struct RemoteFile: Sendable, Hashable {
    let path: RemotePath
    /// Nil when the listing does not say.
    var size: Int64?
    var checksum: Checksum?

    enum Checksum: Sendable, Hashable {
        case sha256(String)
        /// Of small files that are in git itself.
        case gitBlob(String)
    }

    struct Sibling: Decodable {
        let rfilename: String
        let size: Int64?
        let blobId: String?
        let lfs: LargeFile?

        struct LargeFile: Decodable {
            let sha256: String?
            let oid: String?
            let size: Int64?
        }
    }

    init(_ sibling: Sibling) throws {
        path = try RemotePath(sibling.rfilename)
        size = sibling.lfs?.size ?? sibling.size
        if let size, size < 0 {
            throw ModelLibraryError(.unsafeListing, path.text, "the hub gives its size as \(size)")
        }
        if let lfs = sibling.lfs {
            checksum = (lfs.sha256 ?? lfs.oid).flatMap { Self.hexadecimal($0, count: 64) }.map { .sha256($0) }
        } else {
            checksum = sibling.blobId.flatMap { Self.hexadecimal($0, count: 40) }.map { .gitBlob($0) }
        }
    }

    /// An ETag of the hub: a SHA-256 or a git name, in quotes.
    mutating func setChecksum(entityTag: String) {
        let tag = entityTag.drop { $0 == "W" || $0 == "/" }.filter { $0 != "\"" }
        checksum =
            Self.hexadecimal(tag, count: 64).map { .sha256($0) }
            ?? Self.hexadecimal(tag, count: 40).map { .gitBlob($0) }
    }

    private static func hexadecimal(_ text: String, count: Int) -> String? {
        let digits = text.lowercased().replacing("sha256:", with: "")
        return digits.utf8.count == count && digits.allSatisfy(\.isHexDigit) ? digits : nil
    }
}
