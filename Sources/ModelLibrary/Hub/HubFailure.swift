import AsyncHTTPClient
import NIOCore

/// Why a request to the hub failed, and whether it is worth another try.
struct HubFailure: Error {
    let error: ModelLibraryError
    let isTemporary: Bool
    /// The pause that the hub asks for.
    var pause: Duration?

    static func permanent(_ code: ModelLibraryError.Code, _ subject: String, _ reason: String) -> HubFailure {
        HubFailure(error: ModelLibraryError(code, subject, reason), isTemporary: false)
    }

    static func temporary(_ code: ModelLibraryError.Code, _ subject: String, _ reason: String) -> HubFailure {
        HubFailure(error: ModelLibraryError(code, subject, reason), isTemporary: true)
    }

    /// What the client or the connection has thrown.
    init(_ error: any Error, subject: String) {
        switch error {
        case let failure as HubFailure: self = failure
        case let error as ModelLibraryError: self = HubFailure(error: error, isTemporary: false)
        case let error as HTTPClientError where Self.timeouts.contains(error):
            self = .temporary(.timedOut, subject, "the hub took too long (\(error.shortDescription))")
        case let error as HTTPClientError where error == .invalidURL || error == .emptyHost:
            self = .permanent(.badAnswer, subject, "its address is no URL")
        default: self = .temporary(.unreachable, subject, "the connection failed: \(error)")
        }
    }

    private init(error: ModelLibraryError, isTemporary: Bool) {
        (self.error, self.isTemporary) = (error, isTemporary)
    }

    private static let timeouts: [HTTPClientError] = [
        .readTimeout, .writeTimeout, .connectTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
        .tlsHandshakeTimeout,
    ]
}

/// When to try again: pauses that double, as many as the settings allow in a row without anything gained.
struct RetrySchedule: Sendable {
    private let tries: Int
    private let firstPause: Duration
    private var failures = 0
    private static let longestPause: Duration = .seconds(60)

    init(_ settings: HubSettings) {
        (tries, firstPause) = (settings.tries, settings.firstPause)
    }

    /// A try has brought something before it failed, so the count begins anew.
    mutating func hasGained() { failures = 0 }

    /// The pause before the next try; nil when there is none.
    mutating func pause(after failure: HubFailure) -> Duration? {
        failures += 1
        guard failure.isTemporary, failures < tries else { return nil }
        let doubled = firstPause * (1 << min(failures - 1, 16))
        return min(max(doubled, failure.pause ?? .zero), Self.longestPause)
    }
}
