import Foundation
import JobRunner
import ServiceLifecycle

/// Listens, in a worker, to the server that started it: a line on the standard input is a hint that there is a job; its
/// end, that the server is going or gone. The group then ends in order.
struct ParentWatch: Service {
    let bell: WakeBell

    func run() async {
        // Reading blocks, and cannot be interrupted: a thread of its own, which the process's end takes along.
        let (lines, stream) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let thread = Thread {
            var buffer = [UInt8](repeating: 0, count: 256)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count > 0 {
                    stream.yield()
                } else if count == 0 || errno != EINTR {
                    break
                }
            }
            stream.finish()
        }
        thread.name = "parent-watch"
        thread.start()
        for await _ in lines.cancelOnGracefulShutdown() { bell.ring() }
    }
}
