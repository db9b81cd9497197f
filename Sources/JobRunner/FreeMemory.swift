import Foundation
public import ServiceLifecycle

/// Memory that was freed, and that the C library's allocator keeps for later instead of giving it back to the system.
///
/// glibc returns by itself only what lies free at the end of a heap. One small allocation that stays above a freed image
/// keeps all of that image's pages; a process that runs for months would hold the sum of its busiest moments.
public enum FreeMemory {
    /// Gives back whole pages wherever they lie. Other C libraries than glibc have no such function, and need none.
    public static func giveBack() {
        guard let trim = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> Int32).self)(0)
    }
}

/// Gives freed memory back now and then, in servers and workers alike.
public struct FreeMemoryKeeper: Service {
    private let interval: Duration

    public init(every interval: Duration = .seconds(30)) {
        self.interval = interval
    }

    public func run() async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
            FreeMemory.giveBack()
        }
    }
}
