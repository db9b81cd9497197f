import Testing

@testable import JobRunner

struct MemoryPressureTests {
    /// A value's changes cannot be expected in place.
    private final class Worker {
        private var pressure = MemoryPressure(limit: 1_000)

        func becomeCareful() { pressure = MemoryPressure(limit: 1_000, isCareful: true) }
        var isCareful: Bool { pressure.isCareful }
        func takePlace() -> MemoryPressure.Place? { pressure.takePlace() }
        func leave(_ place: MemoryPressure.Place) -> Bool { pressure.leave(place) }
        func measured(_ bytes: Int) -> MemoryPressure.Advice { pressure.measured(bytes) }

        func begin() -> MemoryPressure.Place? {
            let place = pressure.takePlace()
            if let place { pressure.jobBegan(place) }
            return place
        }
    }

    private let worker = Worker()

    @Test("memory within the limit stops nobody")
    func within() {
        #expect(worker.begin() != nil)
        #expect(worker.measured(1_000) == MemoryPressure.Advice())
    }

    @Test("a job that is alone and over the limit is too large, and told so once")
    func alone() throws {
        let place = try #require(worker.begin())
        #expect(worker.measured(1_001).stops == [place: .tooLarge])
        #expect(worker.measured(1_002) == MemoryPressure.Advice())
    }

    @Test("of several the first stays, and is blamed only when it is still over the limit alone")
    func several() throws {
        let (first, second, third) = (
            try #require(worker.begin()), try #require(worker.begin()), try #require(worker.begin())
        )
        #expect(worker.measured(1_100).stops == [second: .crowdedOut, third: .crowdedOut])
        _ = worker.leave(third)
        #expect(worker.measured(1_100) == MemoryPressure.Advice())
        _ = worker.leave(second)
        #expect(worker.measured(1_100).stops == [first: .tooLarge])
    }

    @Test("then jobs run one at a time, until one has fitted")
    func careful() throws {
        let (first, second) = (try #require(worker.begin()), try #require(worker.begin()))
        _ = worker.measured(1_100)
        #expect(worker.takePlace() == nil)
        #expect(worker.leave(second))
        #expect(worker.takePlace() == nil)
        #expect(worker.measured(1_100).stops == [first: .tooLarge])
        #expect(worker.leave(first))
        let next = try #require(worker.begin())
        #expect(worker.takePlace() == nil)
        #expect(worker.leave(next))
        #expect(worker.begin() != nil)
        #expect(worker.begin() != nil)
    }

    @Test("a place that found no job changes nothing, and nobody is asked to try again for it")
    func idle() throws {
        worker.becomeCareful()
        let place = try #require(worker.takePlace())
        #expect(worker.takePlace() == nil)
        #expect(!worker.leave(place))
        #expect(worker.isCareful)
        #expect(worker.takePlace() != nil)
    }

    @Test("over the brink the process ends: a job that is alone is too large, several go back")
    func brink() throws {
        let first = try #require(worker.begin())
        #expect(worker.measured(1_251) == .init(stops: [first: .tooLarge], endsProcess: true))
        let second = try #require(worker.begin())
        #expect(worker.measured(1_251) == .init(stops: [first: .crowdedOut, second: .crowdedOut], endsProcess: true))
    }

    @Test("what was said before holds when the process ends")
    func saidBefore() throws {
        let place = try #require(worker.begin())
        #expect(worker.measured(1_100).stops == [place: .tooLarge])
        #expect(worker.measured(1_300).stops == [place: .tooLarge])
    }

    @Test("memory that no job holds ends the process, but not between a claim and its job")
    func nobodys() {
        #expect(worker.measured(1_001) == .init(endsProcess: true))
        _ = worker.takePlace()
        #expect(worker.measured(1_001) == MemoryPressure.Advice())
    }
}
