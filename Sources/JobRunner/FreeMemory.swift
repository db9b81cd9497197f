import Dispatch
import Foundation
public import ServiceLifecycle

/// Memory that was freed, and that the C library's allocator keeps for later instead of giving it back to the system.
///
/// A process that runs for months should hold what it uses, not the sum of its busiest moments. glibc needs help with that:
///
/// - it makes up to eight heaps per core, for programs with more threads than these, and each keeps its own leftovers;
/// - it returns the free end of a heap when that is large, and what is large grows with the largest block ever freed: after
///   an image or two nothing is returned any more;
/// - it returns nothing between two allocations by itself, and `malloc_trim` returns that alone, not the ends.
///
/// Other C libraries have no such functions, and need none: then all of this does nothing.
public enum FreeMemory {
    /// How much may lie free at the end of a heap.
    private static let endLimit = 1 << 20
    /// Larger blocks get pages of their own, which go back when they are freed: that costs as much as clearing them
    /// before each use, so planes of usual pictures stay below.
    private static let largeBlock = 32 << 20

    /// Bounds what heaps keep. Has its full effect before other threads begin.
    public static func bound() {
        // Numbers of glibc's malloc.h, which Swift does not import. Setting one of the thresholds keeps both from growing.
        set(parameter: -1, endLimit)  // M_TRIM_THRESHOLD
        set(parameter: -3, largeBlock)  // M_MMAP_THRESHOLD
        set(parameter: -8, 2 * ProcessInfo.processInfo.activeProcessorCount)  // M_ARENA_MAX
    }

    /// Gives back whole pages that lie free between allocations.
    public static func giveBack() {
        guard let trim = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> Int32).self)(0)
    }

    private static func set(parameter: Int32, _ value: Int) {
        guard let set = dlsym(nil, "mallopt") else { return }
        _ = unsafeBitCast(set, to: (@convention(c) (Int32, Int32) -> Int32).self)(parameter, Int32(clamping: value))
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
            // Looking through all heaps takes milliseconds, which belong to nobody who waits.
            await withCheckedContinuation { done in
                DispatchQueue.global(qos: .utility).async {
                    FreeMemory.giveBack()
                    done.resume()
                }
            }
        }
    }
}
