/// What one check of the `doctor` found.
struct Finding: Encodable, Hashable, Sendable {
    enum Verdict: String, Encodable, Sendable {
        case good
        /// It works, and will not for long, or not well.
        case doubtful
        /// Nothing works until this is mended.
        case bad
    }

    let check: String
    let verdict: Verdict
    let message: String
    /// What to do about it; nil when there is nothing to do.
    let advice: String?

    static func good(_ check: String, _ message: String) -> Finding {
        Finding(check: check, verdict: .good, message: message, advice: nil)
    }

    static func doubtful(_ check: String, _ message: String, advice: String) -> Finding {
        Finding(check: check, verdict: .doubtful, message: message, advice: advice)
    }

    static func bad(_ check: String, _ message: String, advice: String) -> Finding {
        Finding(check: check, verdict: .bad, message: message, advice: advice)
    }
}
