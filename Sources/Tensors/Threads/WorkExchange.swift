import CTensorKernels
import Glibc
import Synchronization

/// Where a call of `carryOut` offers the parts of its work, and threads take them.
///
/// One word, the ticket, holds the number of the call and how many parts nobody has taken yet. A thread takes a part
/// by lowering the second part with compare-and-exchange. When that succeeds, the call of that number cannot end
/// before this part has, so what the call has written down (its `Offer`) stays valid. A thread that comes late
/// sees a ticket without parts and touches nothing: no call ever waits for a thread that sleeps or was interrupted.
///
/// | who | does | order |
/// |---|---|---|
/// | caller | writes its offer, then the ticket; wakes sleepers | release |
/// | every thread | takes parts, and counts each one off `unfinished` when done | acquire, release |
/// | caller | waits until `unfinished` is 0, and takes the offer away | acquire |
///
/// Whoever goes to sleep first says so and then looks again; whoever has news first tells it and then looks for
/// sleepers. With sequentially consistent order one of the two sees the other, so no wake-up is lost.
///
/// `@unchecked Sendable`: the offer is written only between calls and read only by holders of a part.
final class WorkExchange: @unchecked Sendable {
    /// What a call wants to have done.
    private struct Offer {
        let type: any SharedWork.Type
        /// On the caller's stack.
        let work: UnsafeRawPointer
        let count: Int
        let partSize: Int
        let parts: Int
    }

    private let ticket = Atomic<UInt64>(0)
    private let unfinished = Atomic<Int>(0)
    private let busy = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    private let callerSleeps = Atomic<Bool>(false)
    private let workCame = Signal()
    private let workEnded = Signal()

    private var offer: Offer?

    /// Long enough for the serial part between two operations, short enough not to matter to other processes.
    private static let spinNanoseconds: UInt64 = 40_000

    // MARK: - The caller

    /// Carries out the work together with the other threads. False, and nothing done, when the exchange is in use: by
    /// another thread, or by the call of which this one is a part.
    func share<Work: SharedWork>(_ work: Work, count: Int, partSize: Int) -> Bool {
        guard busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
        withUnsafePointer(to: work) { work in
            let parts = (count + partSize - 1) / partSize
            announce(Offer(type: Work.self, work: work, count: count, partSize: partSize, parts: parts))
            while takePart(as: 0) {}
            waitUntilFinished()
            offer = nil
        }
        busy.store(false, ordering: .releasing)
        return true
    }

    private func announce(_ offer: Offer) {
        self.offer = offer
        unfinished.store(offer.parts, ordering: .relaxed)
        let call = (ticket.load(ordering: .relaxed) >> 32) &+ 1
        ticket.store(call << 32 | UInt64(offer.parts), ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { workCame.broadcast() }
    }

    private func waitUntilFinished() {
        if spin(until: { unfinished.load(ordering: .acquiring) == 0 }) { return }
        workEnded.locked {
            callerSleeps.store(true, ordering: .sequentiallyConsistent)
            while unfinished.load(ordering: .sequentiallyConsistent) != 0 { workEnded.wait() }
            callerSleeps.store(false, ordering: .relaxed)
        }
    }

    // MARK: - The other threads

    /// The life of a thread: it returns after `stop`.
    func work(as worker: Int) {
        while !stopped.load(ordering: .acquiring) {
            if takePart(as: worker) || spin(until: { hasNews }) { continue }
            workCame.locked {
                sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
                while !hasNews { workCame.wait() }
                sleepers.wrappingSubtract(1, ordering: .relaxed)
            }
        }
    }

    /// Ends the lives of all threads. No call may be running.
    func stop() {
        stopped.store(true, ordering: .sequentiallyConsistent)
        workCame.broadcast()
    }

    private var hasNews: Bool {
        ticket.load(ordering: .sequentiallyConsistent) & 0xffff_ffff != 0 || stopped.load(ordering: .acquiring)
    }

    // MARK: - Both

    /// Takes one part and carries it out. False when there is none.
    private func takePart(as worker: Int) -> Bool {
        var seen = ticket.load(ordering: .acquiring)
        while true {
            let left = seen & 0xffff_ffff
            guard left > 0 else { return false }
            let (taken, current) = ticket.compareExchange(
                expected: seen,
                desired: seen - 1,
                successOrdering: .acquiring,
                failureOrdering: .acquiring
            )
            guard taken else {
                seen = current
                continue
            }
            carryOut(left: Int(left), worker: worker)
            if unfinished.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0,
                callerSleeps.load(ordering: .sequentiallyConsistent)
            {
                workEnded.broadcast()
            }
            return true
        }
    }

    /// Carries out the part after which there are `left - 1` more. Not inlined, so that reference counts are back to what
    /// they were before the part counts as done: what the caller shares may end with the call.
    @inline(never)
    private func carryOut(left: Int, worker: Int) {
        guard let offer else { preconditionFailure("A part that belongs to no call") }
        let first = (offer.parts - left) * offer.partSize
        let units = first..<min(first + offer.partSize, offer.count)
        offer.type.carryOut(at: offer.work, units, worker: worker)
    }

    /// Looks again and again for a short time. False when the condition has not come true.
    private func spin(until condition: () -> Bool) -> Bool {
        let start = monotonicNanoseconds()
        repeat {
            for _ in 0..<32 {
                if condition() { return true }
                tk_spin_pause()
            }
        } while monotonicNanoseconds() - start < WorkExchange.spinNanoseconds
        return false
    }
}

private func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
