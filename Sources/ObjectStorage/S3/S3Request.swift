import NIOHTTP1

/// One thing asked of a bucket.
struct S3Request: Sendable {
    enum Retrying: Sendable {
        /// Done twice is the same as done once: tried again whatever happened.
        case always
        /// Tried again only when the server has surely not begun.
        case ifRefused
        case never
    }

    let method: HTTPMethod
    /// Without the location's prefix; nil for the bucket.
    var key: String?
    var query: [String: String] = [:]
    /// In lower case.
    var headers: [String: String] = [:]
    var body: ArraySlice<UInt8> = []
    var retrying = Retrying.always
    /// Whether a 404 is an answer and not a failure.
    var acceptsNotFound = false

    /// For error messages.
    var subject: String { "\(method.rawValue) \(key ?? "the bucket")" }
}

/// What the server said to it.
struct S3Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var isNotFound: Bool { status == 404 }
}
