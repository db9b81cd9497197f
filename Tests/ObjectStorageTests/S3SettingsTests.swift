import Testing

@testable import ObjectStorage

@Suite struct S3SettingsTests {
    private let credentials = S3Credentials(
        accessKeyID: "AKID",
        secretAccessKey: "a secret never seen",
        sessionToken: "a token never seen"
    )

    @Test(arguments: [
        ("s3://images", "images", ""), ("s3://images/", "images", ""), ("s3://images/a/b/", "images", "a/b"),
        ("s3://my.bucket-1/Yukimi_2", "my.bucket-1", "Yukimi_2"),
    ])
    func aLocationIsABucketAndAPrefix(url: String, bucket: String, prefix: String) throws {
        let location = try #require(S3Location(url: url))
        #expect(location.bucket == bucket && location.prefix == prefix)
        #expect(location.ownKey(location.fullKey("files/a.png")) == "files/a.png")
    }

    @Test(arguments: [
        "", "s3://", "s3://a", "s3://UPPER", "s3://bucket/../x", "s3://bucket/a b", "http://bucket", "bucket",
    ])
    func whatIsNoLocationIsRefused(url: String) { #expect(S3Location(url: url) == nil) }

    @Test(arguments: ["", "minio", "ftp://minio", "http://a/b", "http://user@a", "http://a?x", "http://"])
    func whatIsNoEndpointIsRefused(text: String) { #expect(S3Endpoint(text) == nil) }

    @Test(
        arguments: [
            (nil, "s3://images/a", "eu-west-1", nil, "https://images.s3.eu-west-1.amazonaws.com/a/files/x.png"),
            (nil, "s3://images", "cn-north-1", nil, "https://images.s3.cn-north-1.amazonaws.com.cn/files/x.png"),
            (nil, "s3://my.images", "eu-west-1", nil, "https://s3.eu-west-1.amazonaws.com/my.images/files/x.png"),
            ("http://127.0.0.1:9000", "s3://images/a", "us-east-1", nil, "http://127.0.0.1:9000/images/a/files/x.png"),
            (
                "https://id.r2.cloudflarestorage.com:443/", "s3://images", "auto", false,
                "https://images.id.r2.cloudflarestorage.com/files/x.png"
            ),
        ] as [(String?, String, String, Bool?, String)]
    )
    func theAddressFollowsEndpointRegionAndStyle(
        endpoint: String?,
        location: String,
        region: String,
        usesPathStyle: Bool?,
        url: String
    ) throws {
        let settings = S3Settings(
            try #require(S3Location(url: location)),
            endpoint: try endpoint.map { try #require(S3Endpoint($0)) },
            region: region,
            usesPathStyle: usesPathStyle,
            credentials: credentials
        )
        #expect(S3Address(settings, key: "files/x.png").url == url)
    }

    @Test func queriesAreSortedAndEncoded() throws {
        let location = try #require(S3Location(url: "s3://images"))
        let settings = S3Settings(location, region: "us-east-1", credentials: credentials)
        let address = S3Address(settings, key: nil, query: ["prefix": "a/b c+ü", "list-type": "2", "delete": ""])
        #expect(address.query == "delete=&list-type=2&prefix=a%2Fb%20c%2B%C3%BC")
        #expect(address.path == "/")
    }

    @Test func secretsAreInNoDescription() throws {
        let location = try #require(S3Location(url: "s3://images"))
        let settings = S3Settings(location, region: "us-east-1", credentials: credentials)
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), "\(credentials)", dumped] {
            #expect(!text.contains("never seen"))
        }
    }

    @Test func documentsAreReadWithoutTheirNamespaces() throws {
        let text = #"<?xml version="1.0"?><a xmlns="x"><b>1 &lt; 2</b><c><d>x</d><d>y</d></c></a>"#
        let node = try #require(XMLNode(Array(text.utf8)))
        #expect(node.name == "a" && node["b"]?.text == "1 < 2")
        #expect(node["c"]?.all("d").map(\.text) == ["x", "y"])
        #expect(XMLNode(Array("<a><b></a>".utf8)) == nil && XMLNode([]) == nil)
    }
}
