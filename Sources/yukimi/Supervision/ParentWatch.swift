import Foundation
import JobRunner
import ServiceLifecycle

/// Listens, in a worker, to the server that started it (``WorkerProcess`` says what it hears). The group ends in order when
/// the server is going or gone.
struct ParentWatch: Service {
    let bell: WakeBell
    let reload: @Sendable () async -> Void

    func run() async {
        // Reading blocks, and cannot be interrupted: a thread of its own, which the process's end takes along.
        let (reloads, stream) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let thread = Thread { [bell] in
            var buffer = [UInt8](repeating: 0, count: 256)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count > 0 {
                    bell.ring()
                    if buffer[..<count].contains(UInt8(ascii: "r")) { stream.yield() }
                } else if count == 0 || errno != EINTR {
                    break
                }
            }
            stream.finish()
        }
        thread.name = "parent-watch"
        thread.start()
        for await _ in reloads.cancelOnGracefulShutdown() { await reload() }
    }
}
