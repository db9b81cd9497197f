/// Why bytes did not become pixels, or pixels bytes.
public struct ImageCodecError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        /// More bytes than allowed.
        case tooManyBytes = "too_many_bytes"
        /// Not an image, or of a format that is not accepted.
        case unsupportedFormat = "unsupported_format"
        /// A side shorter than allowed.
        case tooSmall = "too_small"
        /// More pixels than allowed.
        case tooManyPixels = "too_many_pixels"
        /// Cut short or not what its format demands.
        case damaged
        /// The library failed for a reason that is not in the image.
        case libraryFailed = "library_failed"
    }

    public let code: Code
    /// For the person who sent the image: what came, and what was expected.
    public let message: String
    /// What the library said, for logs.
    public let detail: String?

    public init(_ code: Code, _ message: String, detail: String? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
    }
}

extension ImageCodecError: CustomStringConvertible {
    public var description: String {
        guard let detail else { return "\(code.rawValue): \(message)" }
        return "\(code.rawValue): \(message) (\(detail))"
    }
}
