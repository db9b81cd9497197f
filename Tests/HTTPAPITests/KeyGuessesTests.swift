import HTTPTypes
import ImageFetcher
import JobStore
import NIOCore
import Synchronization
import Testing

@testable import HTTPAPI

struct KeyGuessesTests {
    private let address = IPAddress("192.0.2.1").map { ClientAddress($0) }
    private let neighbour = IPAddress("192.0.2.2").map { ClientAddress($0) }

    private func guesses(perMinute: Int = 3) -> KeyGuesses { KeyGuesses(perMinute: perMinute, clock: .system) }

    @Test func aFewWrongKeysCostNothing() {
        let guesses = guesses()
        for _ in 0..<3 { guesses.failed(from: address) }
        #expect(guesses.wait(before: "other", from: address) == nil)
    }

    @Test func whoeverGoesOnWaitsTwiceAsLongEachTime() throws {
        let guesses = guesses()
        for _ in 0..<4 { guesses.failed(from: address) }
        let first = try #require(guesses.wait(before: "any", from: address))
        #expect(first > .milliseconds(500) && first <= .seconds(1))
        for _ in 0..<3 { guesses.failed(from: address) }
        let fourth = try #require(guesses.wait(before: "any", from: address))
        #expect(fourth > .seconds(7) && fourth <= .seconds(8))
        for _ in 0..<20 { guesses.failed(from: address) }
        let last = try #require(guesses.wait(before: "any", from: address))
        #expect(last > .seconds(59) && last <= .seconds(60))
        #expect(guesses.wait(before: "any", from: neighbour) == nil)
    }

    @Test func aKeyThatHasWorkedFromThereGoesOnWorking() {
        let guesses = guesses()
        guesses.succeeded("colleague", from: address)
        guesses.succeeded("elsewhere", from: neighbour)
        for _ in 0..<10 { guesses.failed(from: address) }
        #expect(guesses.wait(before: "colleague", from: address) == nil)
        #expect(guesses.wait(before: "elsewhere", from: address) != nil)
    }

    @Test func whoeverHasManyAddressesGuessesFromNoneMoreThanIsAllowed() {
        let now = Timestamp(milliseconds: 1_000_000)
        let guesses = KeyGuesses(perMinute: 3, addressLimit: 200, clock: WallClock { now })
        // Four times as many networks as have a record of their own, one after the other, so that each is forgotten
        // before its next turn.
        let networks = (0..<800).map { ClientAddress(.v6(0x2001_0db8 << 96 | UInt128($0) << 64)) }
        var looked: [ClientAddress: Int] = [:]
        for _ in 0..<12 {
            for network in networks where guesses.wait(before: "any", from: network) == nil {
                looked[network, default: 0] += 1
                guesses.failed(from: network)
            }
        }
        // One more than a minute allows is what starts the waiting.
        #expect(looked.values.max() == 4)
        #expect(guesses.recordCount <= 200)
    }

    @Test func whatWasSharedIsForgottenAtThePaceThatIsAllowed() {
        let clock = Mutex(Timestamp(milliseconds: 1_000_000))
        let guesses = KeyGuesses(perMinute: 3, addressLimit: 4, clock: WallClock { clock.withLock { $0 } })
        for _ in 0..<4 { guesses.failed(from: address) }
        // The oldest are forgotten.
        clock.withLock { $0 = $0 + .milliseconds(1) }
        for number in 0..<20 { guesses.failed(from: ClientAddress(.v4(UInt32(number)))) }
        #expect(guesses.wait(before: "any", from: address) != nil)
        clock.withLock { $0 = $0 + .seconds(2) }
        #expect(guesses.wait(before: "any", from: address) == nil)
        guesses.failed(from: address)
        #expect(guesses.wait(before: "any", from: address) == .seconds(2))
        clock.withLock { $0 = $0 + .seconds(180) }
        for _ in 0..<3 { guesses.failed(from: address) }
        #expect(guesses.wait(before: "any", from: address) == nil)
    }

    @Test func aFloodDoesNotDriveOutKeysThatHaveWorked() {
        let guesses = KeyGuesses(perMinute: 1, addressLimit: 100, clock: .system)
        guesses.succeeded("colleague", from: address)
        for number in 0..<1_000 { guesses.failed(from: ClientAddress(.v4(UInt32(number)))) }
        for _ in 0..<10 { guesses.failed(from: address) }
        #expect(guesses.wait(before: "colleague", from: address) == nil)
        #expect(guesses.wait(before: "another", from: address) != nil)
    }
}

struct ClientAddressTests {
    private func address(_ peer: String, _ forwarded: [String], proxies: [AddressBlock]) throws -> String? {
        let peer = try SocketAddress(ipAddress: peer, port: 1)
        return ClientAddress(peer: peer, forwarded: forwarded, trustedProxies: proxies)?.network.description
    }

    @Test func onlyTrustedProxiesAreBelieved() throws {
        #expect(try address("192.0.2.1", ["198.51.100.1"], proxies: []) == "192.0.2.1")
        #expect(try address("192.0.2.1", ["198.51.100.1"], proxies: ["10.0.0.0/8"]) == "192.0.2.1")
        #expect(try address("10.0.0.1", ["198.51.100.1"], proxies: ["10.0.0.0/8"]) == "198.51.100.1")
        #expect(try address("::ffff:10.0.0.1", ["198.51.100.1"], proxies: ["10.0.0.0/8"]) == "198.51.100.1")
    }

    @Test func whatTheClientWroteItselfIsNotBelieved() throws {
        let chain = ["203.0.113.9, 198.51.100.1", "10.0.0.2"]
        #expect(try address("10.0.0.1", chain, proxies: ["10.0.0.0/8"]) == "198.51.100.1")
        #expect(try address("10.0.0.1", ["10.0.0.3, nonsense"], proxies: ["10.0.0.0/8"]) == "10.0.0.1")
        #expect(try address("10.0.0.1", [], proxies: ["10.0.0.0/8"]) == "10.0.0.1")
    }

    @Test func anIPv6ClientIsItsNetwork() throws {
        #expect(try address("2001:db8:1:2:3:4:5:6", [], proxies: []) == "2001:db8:1:2::")
    }
}

struct MemoryBudgetTests {
    @Test func nothingIsTakenBeyondTheLimitAndAllComesBack() throws {
        let budget = MemoryBudget(byteLimit: 100)
        do {
            let share = budget.share()
            try share.take(60)
            let other = budget.share()
            #expect(throws: MemoryBudget.Exhausted.self) { try other.take(41) }
            try other.take(40)
            #expect(budget.bytesInUse == 100)
        }
        #expect(budget.bytesInUse == 0)
    }

    @Test func aBodyForWhichThereIsNoMemoryIsRefusedWithATime() async throws {
        try await TestService.run(configure: { $0.requestMemory = 10_000 }) { service in
            let answer = try await service.submit(
                try TestService.body(["prompt": .string(String(repeating: "a", count: 4_000))])
            )
            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] == "5")
            let small = try await service.submit(["prompt": "a"])
            #expect(small.status == 400)
        }
    }

    @Test func aBodyOfManySmallValuesIsRefused() async throws {
        try await TestService.run { service in
            let items = Array(repeating: JSONValue.null, count: JSONParser.valueLimit)
            let answer = try await service.submit(["elements": .array(items)])
            #expect(answer.status == 400)
            #expect(answer.error?.contains("more than 100000 values") == true)
        }
    }
}
