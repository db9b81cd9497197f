import Testing

@testable import JobRunner

struct WakeBellTests {
    @Test("a waiter returns when it rings")
    func rings() async {
        let bell = WakeBell()
        await withTaskGroup { group in
            let heard = bell.rings
            group.addTask { await bell.wait(after: heard) }
            group.addTask { bell.ring() }
        }
    }

    @Test("a ring before the wait is not lost")
    func remembers() async {
        let bell = WakeBell()
        let heard = bell.rings
        bell.ring()
        await bell.wait(after: heard)
        #expect(bell.rings == heard + 1)
    }

    @Test("a waiter returns when its task is cancelled")
    func cancels() async {
        let bell = WakeBell()
        await withTaskGroup { group in
            group.addTask { await bell.wait(after: 0) }
            group.cancelAll()
        }
    }

    @Test("a waiter with a time-out returns when it rings, too")
    func ringsInTime() async {
        let bell = WakeBell()
        await withTaskGroup { group in
            group.addTask { await bell.wait(after: 0, upTo: .seconds(3_600)) }
            group.addTask { bell.ring() }
        }
    }

    @Test("without a ring, a waiter returns after its time")
    func timesOut() async {
        await WakeBell().wait(after: 0, upTo: .milliseconds(1))
    }
}
