import Foundation
import SceneEngine

/// What the machine must have: processors, memory, room on the disk, files at once.
struct MachineChecks {
    /// Below this much room, in bytes, results will soon have no place.
    static let leastRoom: Int64 = 1 << 30

    let folder: String

    func run() -> [Finding] { [processor(), memory(), room(), openFiles()] }

    private func processor() -> Finding {
        let set = SceneEngine.instructionSet
        let message = "\(ProcessInfo.processInfo.activeProcessorCount) processors, kernels for \(set)"
        guard set.contains("baseline") else { return .good("processor", message) }
        return .doubtful(
            "processor",
            message,
            advice: "images take several times as long as on a processor with AVX2; use one if you can"
        )
    }

    private func memory() -> Finding {
        let total = ProcessInfo.processInfo.physicalMemory
        let message = "\(bytesText(Int64(total))) in all"
        guard total < 1 << 30 else { return .good("memory", message) }
        return .doubtful("memory", message, advice: "an image at 2K takes about 0.9 GB; give the machine 2 GB or more")
    }

    private func room() -> Finding {
        // The folder may not exist yet: then what counts is the one that it will be made in.
        var place = URL(fileURLWithPath: folder)
        while !FileManager.default.fileExists(atPath: place.path), place.pathComponents.count > 1 {
            place.deleteLastPathComponent()
        }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return .doubtful("disk", "the room in \(place.path) is unknown", advice: "look with: df -h \(place.path)")
        }
        let message = "\(bytesText(free)) free in \(place.path)"
        guard free < Self.leastRoom else { return .good("disk", message) }
        return .bad(
            "disk",
            message,
            advice: "make room, keep results for a shorter time (keep.files), or put the data folder elsewhere (--data)"
        )
    }

    private func openFiles() -> Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return .doubtful("open files", "the limit is unknown", advice: "look with: ulimit -Hn")
        }
        let message = "\(limit.rlim_max) allowed at once"
        guard limit.rlim_max < 8_192 else { return .good("open files", message) }
        return .doubtful(
            "open files",
            message,
            advice: "each connection takes one: raise the hard limit (systemd: LimitNOFILE), or lower http.connections"
        )
    }
}

/// "1.5 GB", in powers of ten, as disks are sold.
func bytesText(_ count: Int64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("KB", 1e3)]
    guard let (unit, size) = units.first(where: { Double(count) >= $0.1 }) else { return "\(count) bytes" }
    return "\(fixed(Double(count) / size, digits: 1)) \(unit)"
}
