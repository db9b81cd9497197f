import Foundation
import Glibc
import Synchronization

/// Threads of its own for arithmetic: the cooperative pool that serves requests must never wait for a network.
///
/// There are `threadCount - 1` threads that live as long as this object; the caller of `forEach` is the last one.
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

    /// Calls `body` once for every index below `count`, on all threads, and returns when all calls have.
    ///
    /// The body runs on several threads at a time: it reads what it likes and writes only to memory that belongs to
    /// its index; it allocates nothing, or threads wait for each other in the allocator. A call from inside a body,
    /// or while another thread's call runs, is carried out by its caller alone.
    public func forEach(_ count: Int, _ body: (_ index: Int) -> Void) {
        forEach(count) { index, _ in body(index) }
    }

    /// As `forEach(_:_:)`, and says which worker makes the call: a number below `threadCount` that no two bodies of
    /// this call have at the same time, so that each worker can have scratch memory of its own.
    public func forEach(_ count: Int, _ body: (_ index: Int, _ worker: Int) -> Void) {
        precondition(count >= 0 && count <= UInt32.max, "\(count) pieces of work")
        if count > 1 && threadCount > 1 && exchange.share(count, body) { return }
        for index in 0..<count { body(index, 0) }
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
