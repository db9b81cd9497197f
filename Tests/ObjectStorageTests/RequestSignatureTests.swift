import Foundation
import Testing

@testable import ObjectStorage

/// The examples of "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)",
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
@Suite struct RequestSignatureTests {
    private let signature = RequestSignature(
        credentials: S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        ),
        region: "us-east-1",
        // 20130524T000000Z
        date: Date(timeIntervalSince1970: 1_369_353_600)
    )
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    struct Example: Sendable {
        let method: String
        var key: String?
        var query: [String: String] = [:]
        var headers: [String: String] = [:]
        var payload = ""
        let signedHeaders: String
        let signature: String
    }

    @Test(arguments: [
        Example(
            method: "GET",
            key: "test.txt",
            headers: ["range": "bytes=0-9"],
            signedHeaders: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        ),
        Example(
            method: "PUT",
            key: "test$file.text",
            headers: ["date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"],
            payload: "Welcome to Amazon S3.",
            signedHeaders: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        ),
        Example(
            method: "GET",
            query: ["lifecycle": ""],
            signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        ),
        Example(
            method: "GET",
            query: ["max-keys": "2", "prefix": "J"],
            signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        ),
    ])
    func thePublishedExamplesAreSignedAsPublished(example: Example) throws {
        let location = try #require(S3Location(url: "s3://examplebucket"))
        var settings = S3Settings(location, region: "us-east-1", credentials: signature.credentials)
        // The examples are from before regions were in host names.
        let endpoint = try #require(S3Endpoint("https://s3.amazonaws.com"))
        settings.endpoint = endpoint
        settings.usesPathStyle = false
        let headers = signature.headers(
            RequestSignature.Request(
                method: example.method,
                address: S3Address(settings, key: example.key, query: example.query),
                headers: example.headers,
                payloadHash: RequestSignature.hash(example.payload.utf8)
            )
        )
        #expect(
            headers["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=\(example.signedHeaders),Signature=\(example.signature)"
        )
        #expect(headers["x-amz-date"] == "20130524T000000Z")
        #expect(headers["host"] == "examplebucket.s3.amazonaws.com")
    }

    /// The canonical request of the first example, and its hash.
    @Test func theTextThatIsSignedIsThePublishedOne() throws {
        let location = try #require(S3Location(url: "s3://examplebucket"))
        var settings = S3Settings(location, region: "us-east-1", credentials: signature.credentials)
        let endpoint = try #require(S3Endpoint("https://s3.amazonaws.com"))
        settings.endpoint = endpoint
        settings.usesPathStyle = false
        let text = RequestSignature.canonicalText(
            RequestSignature.Request(
                method: "GET",
                address: S3Address(settings, key: "test.txt"),
                headers: [
                    "host": "examplebucket.s3.amazonaws.com", "range": "bytes=0-9",
                    "x-amz-content-sha256": Self.empty, "x-amz-date": "20130524T000000Z",
                ],
                payloadHash: Self.empty
            )
        )
        #expect(text.hasPrefix("GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\n"))
        let hash = RequestSignature.hash(text.utf8)
        #expect(hash == "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972")
    }

    @Test func aSessionsTokenIsSentAndSigned() throws {
        let credentials = S3Credentials(accessKeyID: "id", secretAccessKey: "secret", sessionToken: "token")
        let location = try #require(S3Location(url: "s3://bucket"))
        let settings = S3Settings(location, region: "auto", credentials: credentials)
        let request = RequestSignature.Request(
            method: "GET",
            address: S3Address(settings, key: "a"),
            headers: [:],
            payloadHash: Self.empty
        )
        let headers = RequestSignature(credentials: credentials, region: "auto", date: Date()).headers(request)
        #expect(headers["x-amz-security-token"] == "token")
        #expect(headers["authorization"]?.contains(";x-amz-security-token,") == true)
    }
}
