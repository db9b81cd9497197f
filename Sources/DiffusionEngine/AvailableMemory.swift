import Foundation

/// How much memory this process may still take without anybody being killed for it.
enum AvailableMemory {
    /// Bytes: the least of what the system has free or can free at once, and what the control group still allows. nil
    /// where neither is told.
    static func bytes(readFile: (String) -> String? = { try? String(contentsOfFile: $0, encoding: .utf8) }) -> Int? {
        [system(readFile), controlGroup(readFile)].compactMap { $0 }.min()
    }

    /// `MemAvailable` of /proc/meminfo, in KiB there.
    private static func system(_ readFile: (String) -> String?) -> Int? {
        let lines = readFile("/proc/meminfo")?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.hasPrefix("MemAvailable:") }) else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    /// Version 2 of control groups, as containers see them: their own at the root. `max` means no limit.
    private static func controlGroup(_ readFile: (String) -> String?) -> Int? {
        guard let limit = number(readFile("/sys/fs/cgroup/memory.max")),
            let used = number(readFile("/sys/fs/cgroup/memory.current"))
        else { return nil }
        return max(0, limit - used)
    }

    private static func number(_ text: String?) -> Int? {
        text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}
