import NIOCore

/// Runs tasks on the thread that serves a connection: what they write needs no way to another thread.
///
/// Only for tasks that wait and write: one that computes would keep the thread's other connections waiting.
final class EventLoopTasks: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
