/// Why something could not be done with models, in words for the person who asked for it.
public struct ModelLibraryError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        /// A name, repository or revision that no model can have.
        case invalidName = "invalid_name"
        /// The hub has no such repository, revision or file.
        case notFound = "not_found"
        /// The hub wants a token, or another one.
        case tokenNeeded = "token_needed"
        /// The hub refuses, most often because its own terms were not accepted there.
        case refusedByHub = "refused_by_hub"
        /// The licence was not accepted here.
        case licenceNotAccepted = "licence_not_accepted"
        /// No connection to the hub, or one that broke again and again.
        case unreachable
        /// The hub took too long, again and again.
        case timedOut = "timed_out"
        /// The hub's answer is not what a hub answers.
        case badAnswer = "bad_answer"
        /// A file name or size from the hub that is refused.
        case unsafeListing = "unsafe_listing"
        /// A file's content is not what the hub's checksum says.
        case wrongChecksum = "wrong_checksum"
        /// There is too little space for the model.
        case diskFull = "disk_full"
        /// A file or folder here cannot be read or written.
        case storageFailed = "storage_failed"
        /// Another process is pulling the same model.
        case busy
        /// There is a folder of that name that was not pulled.
        case alreadyExists = "already_exists"
        /// There is no such model here.
        case notInstalled = "not_installed"
    }

    public let code: Code
    /// The model, file or address that it is about.
    public let subject: String
    /// A clause with a subject, such as `the hub has no such repository`.
    public let reason: String

    init(_ code: Code, _ subject: String, _ reason: String) {
        self.code = code
        self.subject = Self.visible(subject)
        self.reason = Self.visible(reason)
    }

    /// What comes from a hub must not steer a terminal, and must not fill it.
    private static func visible(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(500).map {
                    switch $0.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: $0
                    }
                }
            )
        )
    }
}

extension ModelLibraryError: CustomStringConvertible {
    public var description: String { "\(subject): \(reason)" }
}
