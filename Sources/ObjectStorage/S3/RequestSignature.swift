import Crypto
import Foundation

/// AWS Signature Version 4, in the `Authorization` header, with the payload's hash signed:
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
///
/// ```
/// canonical request = method \n path \n query \n name:value\n… \n names;… \n payload's hash
/// text to sign      = AWS4-HMAC-SHA256 \n time \n scope \n hash of the canonical request
/// key               = HMAC(HMAC(HMAC(HMAC("AWS4" + secret, day), region), "s3"), "aws4_request")
/// ```
struct RequestSignature: Sendable {
    let credentials: S3Credentials
    let region: String
    let date: Date

    /// What is signed of a request. The names of headers are in lower case; `host` is among them.
    struct Request: Sendable {
        let method: String
        let address: S3Address
        let headers: [String: String]
        /// SHA-256 in hex.
        let payloadHash: String
    }

    /// The request's headers with those that the signature adds.
    func headers(_ request: Request) -> [String: String] {
        var headers = request.headers
        headers["host"] = request.address.host
        headers["x-amz-content-sha256"] = request.payloadHash
        headers["x-amz-date"] = time
        if let token = credentials.sessionToken { headers["x-amz-security-token"] = token }
        let signed = Request(
            method: request.method,
            address: request.address,
            headers: headers,
            payloadHash: request.payloadHash
        )
        headers["authorization"] =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope),"
            + "SignedHeaders=\(Self.names(headers)),Signature=\(signature(signed))"
        return headers
    }

    static func canonicalText(_ request: Request) -> String {
        let names = request.headers.keys.sorted()
        let lines = names.map { "\($0):\(request.headers[$0]?.trimmingCharacters(in: .whitespaces) ?? "")\n" }.joined()
        return [
            request.method, request.address.path, request.address.query, lines, Self.names(request.headers),
            request.payloadHash,
        ].joined(separator: "\n")
    }

    private static func names(_ headers: [String: String]) -> String { headers.keys.sorted().joined(separator: ";") }

    private func signature(_ request: Request) -> String {
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(Self.hash(Self.canonicalText(request).utf8))"
        var key = SymmetricKey(data: Data("AWS4\(credentials.secretAccessKey)".utf8))
        for part in [day, region, "s3", "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
        }
        return Self.hex(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    private var scope: String { "\(day)/\(region)/s3/aws4_request" }

    private var day: String { String(time.prefix(8)) }

    /// `20130524T000000Z`
    private var time: String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: TimeInterval(seconds))
        )
        let numbers = [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second].map { $0 ?? 0 }
        return String(
            format: "%04d%02d%02dT%02d%02d%02dZ",
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5]
        )
    }

    static func hash(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        hash.update(data: Data(bytes))
        return hex(hash.finalize())
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }
}
