import Foundation
import Glibc
import Synchronization

/// Threads of its own for arithmetic: the cooperative pool that serves requests must never wait for a network.
///
/// There are `threadCount - 1` threads that live as long as this object; the caller of `carryOut` is the last one.
/// A forward pass calls it thousands of times per second, so threads look for the next call for some microseconds
/// before they go to sleep.
///
/// Which thread computes what is not defined. Results are the same for any number of threads as long as every index
/// stands for a piece of work of fixed size that writes only to places of its own.
public final class ComputeThreads: Sendable {
    public let threadCount: Int
    private let exchange = WorkExchange()
    private let threads: Mutex<[pthread_t]>

    /// - Parameter threadCount: Nil for as many as this process has processors; at least 1.
    public init(threadCount: Int? = nil) {
        let wanted = threadCount ?? ProcessInfo.processInfo.activeProcessorCount
        precondition(wanted >= 1, "\(wanted) threads")
        self.threadCount = wanted
        let exchange = exchange
        threads = Mutex((1..<wanted).map { worker in startThread { exchange.work(as: worker) } })
    }

    deinit {
        exchange.stop()
        threads.withLock { threads in
            for thread in threads { pthread_join(thread, nil) }
        }
    }

    /// Carries out all units of the work, on all threads, and returns when they are done.
    ///
    /// A thread takes so many at a time as `partSize` says. A call from inside of a part, or while another thread's call
    /// runs, is carried out by its caller alone.
    public func carryOut(_ work: some SharedWork, count: Int, partSize: Int = 1) {
        let parts = (count + partSize - 1) / partSize
        precondition(count >= 0 && parts <= UInt32.max, "\(count) units of work, \(partSize) at a time")
        if parts > 1 && threadCount > 1 && exchange.share(work, count: count, partSize: partSize) { return }
        for first in stride(from: 0, to: count, by: partSize) {
            work.carryOut(first..<min(first + partSize, count), worker: 0)
        }
    }

    /// Calls `body` once for every index below `count`: `carryOut` for work that is not worth a type of its own.
    public func forEach(_ count: Int, _ body: (_ index: Int, _ worker: Int) -> Void) {
        withoutActuallyEscaping(body) { body in carryOut(ClosureWork(body: body), count: count) }
    }

    /// As above, without the worker.
    public func forEach(_ count: Int, _ body: (_ index: Int) -> Void) {
        forEach(count) { index, _ in body(index) }
    }
}

private struct ClosureWork: SharedWork {
    let body: (_ index: Int, _ worker: Int) -> Void

    func carryOut(_ units: Range<Int>, worker: Int) {
        for index in units { body(index, worker) }
    }
}

/// Starts a thread that can be joined.
private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Start(body)).toOpaque()
    let result = pthread_create(
        &thread,
        nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        },
        argument
    )
    precondition(result == 0, "No further thread: \(String(cString: strerror(result)))")
    return thread
}
