import CTensorKernels
import Glibc
import Synchronization

/// Where a call of `forEach` offers its pieces of work, and threads take them.
///
/// One word, the ticket, holds the number of the call and how many pieces nobody has taken yet. A thread takes a piece
/// by lowering the second part with compare-and-exchange. When that succeeds, the call of that number cannot end
/// before this piece has, so what the call has written down (`body`, `count`) stays valid. A thread that comes late
/// sees a ticket without pieces and touches nothing: no call ever waits for a thread that sleeps or was interrupted.
///
/// | who | does | order |
/// |---|---|---|
/// | caller | writes body and count, then the ticket; wakes sleepers | release |
/// | every thread | takes pieces, and counts each one off `unfinished` when done | acquire, release |
/// | caller | waits until `unfinished` is 0, and takes the body away | acquire |
///
/// Whoever goes to sleep first says so and then looks again; whoever has news first tells it and then looks for
/// sleepers. With sequentially consistent order one of the two sees the other, so no wake-up is lost.
///
/// `@unchecked Sendable`: `body` and `count` are written only between calls and read only by holders of a piece.
final class WorkExchange: @unchecked Sendable {
    typealias Body = (_ index: Int, _ worker: Int) -> Void

    private let ticket = Atomic<UInt64>(0)
    private let unfinished = Atomic<Int>(0)
    private let busy = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    private let callerSleeps = Atomic<Bool>(false)
    private let workCame = Signal()
    private let workEnded = Signal()

    private var body: UnsafePointer<Body>?
    private var count = 0

    /// Long enough for the serial part between two operations, short enough not to matter to other processes.
    private static let spinNanoseconds: UInt64 = 40_000

    // MARK: - The caller

    /// Carries out the body for every index together with the other threads. False, and nothing done, when the
    /// exchange is in use: by another thread, or by the call of which this one is a part.
    func share(_ count: Int, _ body: Body) -> Bool {
        guard busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
        withoutActuallyEscaping(body) { body in
            withUnsafePointer(to: body) { pointer in
                offer(count, pointer)
                while takePiece(as: 0) {}
                waitUntilFinished()
                self.body = nil
            }
        }
        busy.store(false, ordering: .releasing)
        return true
    }

    private func offer(_ count: Int, _ body: UnsafePointer<Body>) {
        self.body = body
        self.count = count
        unfinished.store(count, ordering: .relaxed)
        let call = (ticket.load(ordering: .relaxed) >> 32) &+ 1
        ticket.store(call << 32 | UInt64(count), ordering: .sequentiallyConsistent)
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
            if takePiece(as: worker) || spin(until: { hasNews }) { continue }
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

    /// Takes one piece and carries it out. False when there is none.
    private func takePiece(as worker: Int) -> Bool {
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
            carryOut(index: count - Int(left), worker: worker)
            if unfinished.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0,
                callerSleeps.load(ordering: .sequentiallyConsistent)
            {
                workEnded.broadcast()
            }
            return true
        }
    }

    /// Not inlined, so that the closure's reference count is back to what it was before the piece counts as done:
    /// the caller's closure ends with the call, and its end is checked.
    @inline(never)
    private func carryOut(index: Int, worker: Int) {
        guard let body else { preconditionFailure("Piece \(index) belongs to no call") }
        body.pointee(index, worker)
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
