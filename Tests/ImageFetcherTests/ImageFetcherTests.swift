import ImageFetcher
import Logging
import Testing

/// Loopback is listed in most of these tests, so that the servers of the tests can be reached.
private let loopback: AddressBlock = "127.0.0.0/8"

private func fetcher(
    allowing blocks: [AddressBlock] = [loopback],
    limits: FetchLimits = .patient(),
    gateway: EgressGateway? = nil,
    names: [String: [String]]? = nil
) -> ImageFetcher {
    let resolver = names.map { table in NameResolver { name in (table[name] ?? []).compactMap { IPAddress($0) } } }
    return ImageFetcher(
        settings: FetchSettings(policy: AddressPolicy(allowing: blocks), limits: limits, gateway: gateway),
        resolver: resolver,
        logger: Logger(label: "test")
    )
}

private func ok(_ body: String, _ headers: String = "Content-Type: image/png\r\n") -> String {
    "HTTP/1.1 200 OK\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

private func redirect(to location: String) -> String {
    "HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
}

private func failure(of fetcher: ImageFetcher, fetching url: String) async -> ImageFetchError? {
    await #expect(throws: ImageFetchError.self) { _ = try await fetcher.fetch(url) }
}

struct ImageFetcherTests {
    @Test func bytesAndMediaTypeArriveAsTheyWereSent() async throws {
        try await LoopbackServer.withServer(.answer(ok("image", "Content-Type: Image/PNG; a=b\r\n"))) { server in
            let image = try await fetcher().fetch("\(server.url)/a%2Fb/../c%20d//e?x=%26&y=[1]")
            #expect(image == FetchedImage(bytes: Array("image".utf8), declaredMediaType: "image/png"))
            let head = try #require(server.requests.first?.lowercased())
            #expect(head.hasPrefix("get /a%2fb/../c%20d//e?x=%26&y=%5b1%5d http/1.1\r\n"))
            #expect(head.contains("host: 127.0.0.1:\(server.port)\r\n"))
            #expect(head.contains("accept-encoding: identity\r\n"))
            #expect(head.contains("user-agent: yukimi\r\n"))
            #expect(!head.contains("cookie") && !head.contains("authorization"))
        }
    }

    @Test func answerWithoutALengthEndsWithTheConnection() async throws {
        try await LoopbackServer.withServer(.answer("HTTP/1.1 200 OK\r\n\r\nimage")) { server in
            let image = try await fetcher().fetch(server.url)
            #expect(image == FetchedImage(bytes: Array("image".utf8), declaredMediaType: nil))
        }
    }

    @Test(arguments: [
        "204 No Content", "206 Partial Content", "304 Not Modified", "403 Forbidden", "404 Not Found", "500 Oops",
    ])
    func anyStatusBut200IsRefused(status: String) async throws {
        try await LoopbackServer.withServer(.answer("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n")) { server in
            let error = await failure(of: fetcher(), fetching: server.url)
            #expect(error?.code == .badAnswer)
            #expect(error?.reason == "its host answered \(status.prefix(3))")
        }
    }

    @Test func compressedAnswerIsRefused() async throws {
        try await LoopbackServer.withServer(.answer(ok("image", "Content-Encoding: gzip\r\n"))) { server in
            #expect(await failure(of: fetcher(), fetching: server.url)?.code == .badAnswer)
        }
    }

    @Test func answerThatIsNotHTTPIsRefused() async throws {
        try await LoopbackServer.withServer(.answer("220 mail.example ESMTP\r\n\r\n")) { server in
            #expect(await failure(of: fetcher(), fetching: server.url)?.code == .badAnswer)
        }
    }

    @Test func hostThatAcceptsNoConnectionIsNamed() async throws {
        let port = try await LoopbackServer.withServer(.answer("")) { $0.port }
        let error = await failure(of: fetcher(), fetching: "http://127.0.0.1:\(port)/a.png")
        #expect(error?.code == .connectionFailed)
        #expect(
            error?.description
                == "http://127.0.0.1:\(port)/a.png cannot be fetched: its host does not accept connections"
        )
    }

    @Test func cancelledTaskStopsWaitingAtOnce() async throws {
        try await LoopbackServer.withServer(.answerAndHold("")) { server in
            let fetch = Task { try await fetcher().fetch(server.url) }
            while server.requests.isEmpty { await Task.yield() }
            fetch.cancel()
            await #expect(throws: CancellationError.self) { try await fetch.value }
        }
    }
}

struct ImageFetcherAddressTests {
    /// Every host here leads to the test's server when a careless parser or resolver reads it.
    static let spellings = [
        "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.0.0.1.", "127.1", "127.0.1", "2130706433",
        "017700000001", "0x7f000001", "0x7F.1", "0X7f.0x0.0x0.0x1", "0177.0.0.1", "0177.0.0.01", "127.0.0.01",
        "127.000.000.001", "127.0.0.1%00.example.com", "127.0.0.1%2eexample.com", "%31%32%37.0.0.1", "127%2e0%2e0%2e1",
        "１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "127．0．0．1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "good@127.0.0.1", "good:pw@127.0.0.1",
        "example.com:80@127.0.0.1", "@127.0.0.1", "127.0.0.1\\@example.com", "[::1]", "[::]", "0.0.0.0", "0",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]",
        "[0:0:0:0:0:0:0:1]", "[::1%25lo]", "[::1%lo]", "[127.0.0.1]", "::1", "127.0.0.2", "127.255.255.254",
        "[fe80::1]", "[fd00::1]", "169.254.169.254", "10.0.0.1", " 127.0.0.1", "127.0.0.1\t",
    ]

    @Test(arguments: spellings)
    func noSpellingOfThisMachineIsReached(host: String) async throws {
        try await LoopbackServer.withServer(.answer(ok("secret")), address: "0.0.0.0") { server in
            let error = await failure(of: fetcher(allowing: []), fetching: "http://\(host):\(server.port)/")
            #expect([.invalidURL, .refusedAddress].contains(error?.code))
            #expect(error?.isClientFault == true)
            #expect(server.connectionCount == 0)
        }
    }

    @Test func nameThatResolvesToLoopbackIsRefusedByItsAddress() async throws {
        try await LoopbackServer.withServer(.answer(ok("secret"))) { server in
            let error = await failure(of: fetcher(allowing: []), fetching: "http://localhost:\(server.port)/")
            #expect(error?.code == .refusedAddress)
            #expect(error?.reason == "its host 'localhost' has an address that is not public")
            #expect(server.connectionCount == 0)
        }
    }

    @Test func nameWithOneRefusedAddressAmongManyIsRefused() async throws {
        try await LoopbackServer.withServer(.answer(ok("secret"))) { server in
            let mixed = fetcher(allowing: ["127.0.0.1"], names: ["a.example": ["127.0.0.1", "10.0.0.1"]])
            #expect(await failure(of: mixed, fetching: "http://a.example:\(server.port)/")?.code == .refusedAddress)
            #expect(server.connectionCount == 0)
        }
    }

    @Test func connectionIsPinnedToTheCheckedAddressAndKeepsTheName() async throws {
        try await LoopbackServer.withServer(.answer(ok("image"))) { server in
            let pinned = fetcher(names: ["a.example": ["127.0.0.1"]])
            let image = try await pinned.fetch("http://A.example:\(server.port)/")
            #expect(image.bytes == Array("image".utf8))
            #expect(server.requests.first?.lowercased().contains("host: a.example:\(server.port)\r\n") == true)
        }
    }

    @Test func nextAddressIsTriedWhenTheFirstAcceptsNoConnection() async throws {
        try await LoopbackServer.withServer(.answer(ok("image"))) { server in
            let names = ["a.example": ["127.0.0.9", "127.0.0.1"]]
            let image = try await fetcher(names: names).fetch("http://a.example:\(server.port)/")
            #expect(image.bytes == Array("image".utf8))
            #expect(server.connectionCount == 1)
        }
    }

    @Test func nameWithoutAddressIsSaidToHaveNone() async {
        let error = await failure(of: fetcher(names: [:]), fetching: "http://nowhere.example/")
        #expect(error?.code == .unresolvableName)
    }
}

struct ImageFetcherRedirectTests {
    @Test func redirectsAreFollowedUpToTheLimit() async throws {
        let behaviour = LoopbackServer.Behaviour.byRequest { head in
            let number = head.split(separator: " ")[1].dropFirst().first?.wholeNumberValue ?? 0
            return number == 0 ? ok("image") : redirect(to: "/\(number - 1)")
        }
        try await LoopbackServer.withServer(behaviour) { server in
            let image = try await fetcher().fetch("\(server.url)/3")
            #expect(image.bytes == Array("image".utf8))
            let error = await failure(of: fetcher(), fetching: "\(server.url)/4")
            #expect(error?.code == .badRedirect)
            #expect(error?.reason == "it redirects more than 3 times")
        }
    }

    @Test(arguments: ["http://127.0.0.2:%/", "//127.0.0.2:%/", "http://localhost:%/", "http://2130706433:%/"])
    func redirectIsCheckedLikeAnyURL(location: String) async throws {
        try await LoopbackServer.withServer(.answer(ok("secret")), address: "127.0.0.2") { inner in
            let target = location.replacing("%", with: "\(inner.port)")
            try await LoopbackServer.withServer(.answer(redirect(to: target))) { outer in
                let strict = fetcher(allowing: ["127.0.0.1"], names: ["localhost": ["127.0.0.2"]])
                let error = await failure(of: strict, fetching: outer.url)
                #expect([.refusedAddress, .invalidURL].contains(error?.code))
                #expect(error?.url == outer.url)
                #expect(error?.reason.hasPrefix("it redirects to \(target), and there: its host ") == true)
                #expect(outer.connectionCount == 1)
                #expect(inner.connectionCount == 0)
            }
        }
    }

    @Test func refusedRedirectNamesThePlace() async throws {
        try await LoopbackServer.withServer(.answer(redirect(to: "http://10.0.0.1/x"))) { server in
            let error = await failure(of: fetcher(), fetching: server.url)
            #expect(
                error?.reason == "it redirects to http://10.0.0.1/x, and there: its host 10.0.0.1 is a private address"
            )
        }
    }

    @Test func redirectWithoutALocationIsABadAnswer() async throws {
        try await LoopbackServer.withServer(.answer("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")) { server in
            #expect(await failure(of: fetcher(), fetching: server.url)?.code == .badAnswer)
        }
    }
}

struct ImageFetcherLimitTests {
    @Test func endlessBodyIsStoppedAtTheLimit() async throws {
        let piece = String(repeating: "x", count: 1 << 16)
        let endless = LoopbackServer.Behaviour.repeating(head: "HTTP/1.1 200 OK\r\n\r\n", piece: piece, pause: .zero)
        try await LoopbackServer.withServer(endless) { server in
            let error = await failure(of: fetcher(limits: .patient(bytes: 1 << 20)), fetching: server.url)
            #expect(error?.code == .tooLarge)
            #expect(error?.reason == "it is larger than 1048576 bytes")
        }
    }

    @Test func bodyOfExactlyTheLimitPassesAndOneByteMoreDoesNot() async throws {
        let limits = FetchLimits.patient(bytes: 1_000)
        try await LoopbackServer.withServer(.answer(ok(String(repeating: "x", count: 1_000)))) { server in
            let image = try await fetcher(limits: limits).fetch(server.url)
            #expect(image.bytes.count == 1_000)
        }
        try await LoopbackServer.withServer(
            .answer("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1_001))
        ) { server in
            #expect(await failure(of: fetcher(limits: limits), fetching: server.url)?.code == .tooLarge)
        }
    }

    @Test func declaredLengthAboveTheLimitIsRefusedWithoutWaitingForTheBody() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"
        try await LoopbackServer.withServer(.answerAndHold(head)) { server in
            // Waiting for the body would end in a time-out instead.
            #expect(await failure(of: fetcher(), fetching: server.url)?.code == .tooLarge)
        }
    }

    @Test func bodyShorterThanDeclaredIsNotTakenForTheWhole() async throws {
        let half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nimage"
        try await LoopbackServer.withServer(.answer(half)) { server in
            #expect(await failure(of: fetcher(), fetching: server.url)?.code == .connectionFailed)
        }
    }

    @Test func bodyLongerThanDeclaredEndsWhereDeclared() async throws {
        let double = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nimageimage"
        try await LoopbackServer.withServer(.answer(double)) { server in
            let image = try await fetcher().fetch(server.url)
            #expect(image.bytes == Array("image".utf8))
        }
    }

    @Test(arguments: ["-5", "5, 6", "0x5", "99999999999999999999"])
    func nonsensicalLengthIsABadAnswer(length: String) async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\nimage"
        try await LoopbackServer.withServer(.answer(answer)) { server in
            #expect(await failure(of: fetcher(), fetching: server.url)?.code == .badAnswer)
        }
    }

    @Test func pauseLongerThanTheLimitEndsTheFetch() async throws {
        let stall = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nimage"
        try await LoopbackServer.withServer(.answerAndHold(stall)) { server in
            let limits = FetchLimits(totalTime: .seconds(600), idleTime: .milliseconds(100))
            let error = await failure(of: fetcher(limits: limits), fetching: server.url)
            #expect(error?.code == .timedOut)
            #expect(error?.reason == "its host sent nothing for 0.1 seconds")
        }
    }

    @Test func bodyThatTricklesEndsAtTheTotalTime() async throws {
        let trickle = LoopbackServer.Behaviour.repeating(
            head: "HTTP/1.1 200 OK\r\n\r\n",
            piece: "x",
            pause: .milliseconds(10)
        )
        try await LoopbackServer.withServer(trickle) { server in
            let limits = FetchLimits(totalTime: .milliseconds(300), idleTime: .seconds(20))
            let error = await failure(of: fetcher(limits: limits), fetching: server.url)
            #expect(error?.code == .timedOut)
            #expect(error?.reason == "it was not complete after 0.3 seconds")
        }
    }

    @Test func headThatTricklesEndsAtTheTotalTime() async throws {
        let trickle = LoopbackServer.Behaviour.repeating(
            head: "HTTP/1.1 200 OK\r\n",
            piece: "X: y\r\n",
            pause: .milliseconds(10)
        )
        try await LoopbackServer.withServer(trickle) { server in
            let limits = FetchLimits(totalTime: .milliseconds(300), idleTime: .seconds(20))
            #expect(await failure(of: fetcher(limits: limits), fetching: server.url)?.code == .timedOut)
        }
    }

    @Test func slowNameServerEndsAtTheTotalTime() async throws {
        let slow = ImageFetcher(
            settings: FetchSettings(limits: FetchLimits(totalTime: .milliseconds(100))),
            resolver: NameResolver { _ in
                try await Task.sleep(for: .seconds(600))
                return []
            },
            logger: Logger(label: "test")
        )
        #expect(await failure(of: slow, fetching: "http://slow.example/")?.code == .timedOut)
    }
}
