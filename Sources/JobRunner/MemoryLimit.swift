import Foundation

/// How much memory a worker's process may hold.
public struct MemoryLimit: Sendable {
    public let bytes: Int
    /// Where the limit stands, for messages.
    public let setting: String
    /// Whether the worker begins with one job at a time, because the one before it ended for lack of memory.
    public let isCareful: Bool
    let measure: @Sendable () -> Int?
    let endProcess: @Sendable (_ beginsAnew: Bool) -> Void

    /// - Parameters:
    ///   - bytes: the most.
    ///   - setting: where an operator finds it.
    ///   - isCareful: whether jobs run one at a time until one has fitted.
    ///   - measure: how much it holds now; nil where nobody knows.
    ///   - endProcess: ends this process at once, so that its memory is free; it is told whether another one, which is
    ///     careful, should begin in its place. Otherwise the memory was over the limit without a job, and would be again.
    public init(
        bytes: Int,
        setting: String,
        isCareful: Bool = false,
        measure: @escaping @Sendable () -> Int? = Self.anonymousBytes,
        endProcess: @escaping @Sendable (_ beginsAnew: Bool) -> Void
    ) {
        precondition(bytes > 0, "a worker needs memory, got a limit of \(bytes)")
        self.bytes = bytes
        self.setting = setting
        self.isCareful = isCareful
        self.measure = measure
        self.endProcess = endProcess
    }

    /// What this process holds that the system cannot take back by itself: not the pages of files, such as those of a
    /// model's packed weights.
    public static func anonymousBytes() -> Int? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(file, &text, text.count)
        // In pages: all, resident, resident of files and shared, and more.
        let pages = String(decoding: text.prefix(max(0, count)), as: UTF8.self).split(separator: " ").compactMap {
            Int($0)
        }
        guard pages.count > 2 else { return nil }
        return (pages[1] - pages[2]) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
