import Foundation
import JobStore
import ObjectStorage

/// What an operator says about a bucket's server and who asks it.
struct S3ServerSettings: Sendable {
    var endpoint: S3Endpoint?
    var region: String?
    var usesPathStyle: Bool?
    var certificateAuthorities: String?
    var accessKeyID: String?
    var secretAccessKey: SecretText?
    var sessionToken: SecretText?
}

/// Text that is read and never written.
struct SecretText: Sendable, CustomStringConvertible, CustomReflectable {
    let value: String
    var description: String { "(hidden)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretText: SettingValue {
    static var kind: String { "text that is kept secret" }
    init?(settingText: String) { value = settingText }
    var settingText: String { value.isEmpty ? "" : "(hidden)" }
}

extension S3Location: SettingValue {
    static var kind: String { "a bucket such as s3://images or s3://images/yukimi" }
    init?(settingText: String) { self.init(url: settingText) }
    var settingText: String { description }
}

extension S3Endpoint: SettingValue {
    static var kind: String { "a server such as https://minio.example.com:9000" }
    init?(settingText: String) { self.init(settingText) }
    var settingText: String { description }
}

extension Settings {
    /// Where the artifacts are.
    ///
    /// - Throws: ``CommandError`` when there are no credentials for a bucket.
    func artifactLocation(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> ArtifactLocation {
        try artifacts.map { .s3(try bucket($0, environment: environment)) } ?? .dataFolder
    }

    /// A bucket on the server that the settings name.
    func bucket(
        _ location: S3Location,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> S3Settings {
        let variable = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        // Both from one place: a key of one and a secret of another would only fail to match.
        let credentials: S3Credentials
        if let id = s3.accessKeyID, let secret = s3.secretAccessKey {
            credentials = S3Credentials(
                accessKeyID: id,
                secretAccessKey: secret.value,
                sessionToken: s3.sessionToken?.value
            )
        } else if s3.accessKeyID == nil, s3.secretAccessKey == nil, let id = variable("AWS_ACCESS_KEY_ID"),
            let secret = variable("AWS_SECRET_ACCESS_KEY")
        {
            credentials = S3Credentials(
                accessKeyID: id,
                secretAccessKey: secret,
                sessionToken: s3.sessionToken?.value ?? variable("AWS_SESSION_TOKEN")
            )
        } else {
            throw CommandError(
                "\(location): there are no credentials; set s3.access-key-id and s3.secret-access-key, or "
                    + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            )
        }
        var bucket = S3Settings(
            location,
            endpoint: s3.endpoint,
            region: s3.region ?? variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? "us-east-1",
            usesPathStyle: s3.usesPathStyle,
            credentials: credentials
        )
        bucket.certificateAuthorities = s3.certificateAuthorities
        return bucket
    }
}
