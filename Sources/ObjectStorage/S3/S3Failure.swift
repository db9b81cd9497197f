import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why a request failed, and whether it is worth another attempt.
struct S3Failure: Error {
    enum Prospect: Sendable {
        /// Another attempt cannot go better.
        case hopeless
        /// The server did nothing; later it may.
        case refused
        /// It may have been done, or not.
        case unknown
    }

    let code: ObjectStorageError.Code
    /// What went wrong, and what to do.
    let reason: String
    let prospect: Prospect

    /// Names the bucket and the server.
    func error(_ request: S3Request, _ settings: S3Settings) -> ObjectStorageError {
        let endpoint = settings.endpoint ?? .aws(region: settings.region)
        return ObjectStorageError(
            code,
            "bucket '\(settings.location.bucket)' at \(endpoint): \(request.subject) failed: \(reason)"
        )
    }

    /// What the client or the connection has thrown.
    init(_ error: any Error) {
        switch error {
        case let failure as S3Failure:
            self = failure
        case let error as HTTPClientError where error == .connectTimeout || error == .getConnectionFromPoolTimeout:
            self.init(
                code: .unavailable,
                reason: "no connection in time: see that the server runs and that s3.endpoint is right",
                prospect: .refused
            )
        case let error as HTTPClientError where Self.timeouts.contains(error):
            self.init(code: .unavailable, reason: "it took too long (\(error.shortDescription))", prospect: .unknown)
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            self.init(
                code: .unavailable,
                reason: "the connection broke before the answer was whole",
                prospect: .unknown
            )
        case NIOSSLError.handshakeFailed, is NIOSSLExtraError:
            self.init(
                code: .refused,
                reason:
                    "the server's certificate is not accepted (\(error)): see that s3.endpoint has the name that is in "
                    + "it, and that s3.ca-file names the authority that signed it, unless the system knows that",
                prospect: .hopeless
            )
        case is NIOConnectionError:
            self.init(
                code: .unavailable,
                reason: "no connection (\(error)): see that the server runs and that s3.endpoint is right",
                prospect: .refused
            )
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self.init(
                code: .unavailable,
                reason: "no connection (\(error)): see that the server runs and that s3.endpoint is right",
                prospect: .refused
            )
        default:
            self.init(code: .unavailable, reason: "the connection failed: \(error)", prospect: .unknown)
        }
    }

    init(code: ObjectStorageError.Code, reason: String, prospect: Prospect) {
        (self.code, self.reason, self.prospect) = (code, reason, prospect)
    }

    private static let timeouts: [HTTPClientError] = [
        .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout, .requestStreamCancelled,
    ]
}

// MARK: - Answers that are errors

extension S3Failure {
    /// What the server answered: its code and words, and what they ask of an operator.
    init(_ answer: S3Answer, now: Date = Date()) {
        let document = XMLNode(answer.body)
        // An answer to HEAD has no body.
        let code = document?["Code"]?.text ?? ""
        let words = [code, document?["Message"]?.text ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
        let answered = "\(answer.status)\(words.isEmpty ? "" : " \(words.prefix(300))")"
        if let advice = Self.advice(code, answer, now: now) {
            self.init(code: .refused, reason: "\(answered): \(advice)", prospect: .hopeless)
            return
        }
        switch (answer.status, code) {
        case (404, _):
            self.init(code: .notFound, reason: "there is no such object", prospect: .hopeless)
        case (429, _), (503, _), (_, "SlowDown"):
            self.init(
                code: .unavailable,
                reason: "\(answered): the server asks for fewer requests",
                prospect: .refused
            )
        case (500..., _), (408, _), (_, "RequestTimeout"), (_, "OperationAborted"):
            self.init(code: .unavailable, reason: answered, prospect: .unknown)
        case (_, "InvalidPart"), (_, "InvalidPartOrder"), (_, "BadDigest"), (_, "XAmzContentSHA256Mismatch"):
            self.init(
                code: .unavailable,
                reason: "\(answered): the bytes that arrived are not those that were sent",
                prospect: .unknown
            )
        default:
            self.init(code: .refused, reason: answered, prospect: .hopeless)
        }
    }

    private static func advice(_ code: String, _ answer: S3Answer, now: Date) -> String? {
        switch (code, answer.status) {
        case ("NoSuchBucket", _):
            return "make the bucket, or correct store.artifacts or s3.path-style"
        case ("RequestTimeTooSkewed", _):
            return "this machine's clock \(skew(answer, now)): let it follow a time server"
        case ("InvalidAccessKeyId", _), ("SignatureDoesNotMatch", _), ("InvalidToken", _), ("ExpiredToken", _):
            return "see s3.access-key-id, s3.secret-access-key, s3.session-token and s3.region"
        case ("AuthorizationHeaderMalformed", _), ("PermanentRedirect", _), (_, 301), (_, 307):
            let region = answer.headers.first(name: "x-amz-bucket-region")
            return "the bucket is in another region\(region.map { ", \($0)" } ?? ""): set s3.region"
        case (_, 401), (_, 403):
            return "the credentials need s3:GetObject, PutObject, DeleteObject, AbortMultipartUpload, ListBucket and "
                + "ListBucketMultipartUploads on this bucket"
        default:
            return nil
        }
    }

    /// How far the clock is from the server's, by the answer's `Date`.
    private static func skew(_ answer: S3Answer, _ now: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let theirs = answer.headers.first(name: "date").flatMap(format.date(from:)) else {
            return "is not the server's"
        }
        let seconds = Int(now.timeIntervalSince(theirs).rounded())
        return "is \(abs(seconds)) s \(seconds < 0 ? "behind" : "ahead of") the server's"
    }
}
