import Foundation
import JobRunner
import Logging

extension Settings {
    /// What a worker's process may hold. A quarter of what there is remains for what comes too fast, and for the system.
    func memoryLimit(isCareful: Bool, logger: Logger) -> MemoryLimit {
        let bytes = workerMemory?.bytes ?? MachineMemory.bytes() / 4 * 3
        return MemoryLimit(
            bytes: bytes,
            setting: workerMemory == nil ? "three quarters of the machine's memory" : "worker.memory",
            isCareful: isCareful
        ) { beginsAnew in
            guard beginsAnew else {
                logger.critical(
                    "the worker holds more memory than it may, without a job: raise worker.memory",
                    metadata: ["limit": "\(bytes)"]
                )
                exit(EX_TEMPFAIL)
            }
            beginAnew()
        }
    }
}

/// Another program image in the same process, so that whoever started it keeps its pipes and its number, and all memory
/// is free.
private func beginAnew() -> Never {
    var arguments = CommandLine.arguments
    if !arguments.contains("--careful") { arguments.append("--careful") }
    var pointers = arguments.map { strdup($0) } + [nil]
    execv("/proc/self/exe", &pointers)
    // Whoever started it starts it again.
    exit(EX_TEMPFAIL)
}

/// The memory that this machine's processes share, or this one's control group: what the system kills for.
enum MachineMemory {
    static func bytes(
        physical: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory),
        readFile: (String) -> String? = { try? String(contentsOfFile: $0, encoding: .utf8) }
    ) -> Int {
        ([physical] + groups(readFile).compactMap { limit(of: $0, readFile) }).min() ?? physical
    }

    /// This process's control group and all that it is in, as paths below /sys/fs/cgroup. In a container it is the root.
    private static func groups(_ readFile: (String) -> String?) -> [String] {
        let lines = readFile("/proc/self/cgroup")?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.hasPrefix("0::") }) else { return [""] }
        var names = line.dropFirst(3).split(separator: "/")
        var paths = [""]
        while !names.isEmpty {
            paths.append("/" + names.joined(separator: "/"))
            names.removeLast()
        }
        return paths
    }

    /// nil where it says `max`.
    private static func limit(of group: String, _ readFile: (String) -> String?) -> Int? {
        readFile("/sys/fs/cgroup\(group)/memory.max").flatMap { text in
            Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
