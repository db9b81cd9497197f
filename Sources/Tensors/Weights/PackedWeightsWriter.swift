import Foundation
import Glibc

/// Writes the file of `PackedWeights`: to a temporary name first, which is renamed when everything is on the disk.
///
/// Weights are packed straight into the file's pages. Room on the disk is taken before a page is touched (a page that
/// finds no room later would end the process), and the header's room at the beginning before anything else.
final class PackedWeightsWriter {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private let headerRoom: Int
    private var size: Int
    private var entries: [(name: String, byteCount: Int)] = []
    private var names: Set<String> = []
    private var isComplete = false

    /// Nil when the folder cannot be written to.
    init?(path: String, headerRoom: Int) {
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        PackedWeightsWriter.removeAbandonedFiles(in: folder)
        let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
        temporaryPath = "\(path).\(suffix)\(PackedWeightsWriter.temporarySuffix)"
        descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { return nil }
        // Held as long as the file is open: nobody takes it for abandoned.
        flock(descriptor, LOCK_EX | LOCK_NB)
        self.path = path
        self.headerRoom = PackedWeightsWriter.paddedSize(headerRoom)
        size = self.headerRoom
        guard posix_fallocate(descriptor, 0, size) == 0 else { return nil }
    }

    deinit {
        if !isComplete { unlink(temporaryPath) }
        close(descriptor)
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    /// Memory for one more weight, which is a part of the file; nil when the disk has no room.
    func append(_ name: String, byteCount: Int) -> TensorStorage? {
        let padded = PackedWeightsWriter.paddedSize(byteCount)
        guard posix_fallocate(descriptor, size, padded) == 0,
            let start = mmap(nil, padded, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, size), start != MAP_FAILED
        else { return nil }
        size += padded
        entries.append((name, padded))
        names.insert(name)
        let pages = MappedPages(start: start, byteCount: padded)
        return TensorStorage(bytes: UnsafeRawBufferPointer(start: start, count: byteCount), partOf: pages)
    }

    /// Writes the header, waits for the disk, and gives the file its name. False when that fails. `checkpoint` is called
    /// several times a second, and what it throws ends the waiting.
    func finish(key: String, checkpoint: @Sendable () throws -> Void) rethrows -> Bool {
        var header = #"{"__metadata__":{"key":"\#(key)"}"#
        var offset = 0
        for entry in entries {
            header += ",\(quoted(entry.name)):{\"dtype\":\"U8\",\"shape\":[\(entry.byteCount)],"
            header += "\"data_offsets\":[\(offset),\(offset + entry.byteCount)]}"
            offset += entry.byteCount
        }
        header += "}"
        let length = headerRoom - 8
        guard !entries.isEmpty, header.utf8.count <= length else { return false }
        var bytes = withUnsafeBytes(of: UInt64(length).littleEndian) { Array($0) } + Array(header.utf8)
        bytes += Array(repeating: UInt8(ascii: " "), count: headerRoom - bytes.count)
        // On the disk before it has its name: a machine that stops in between leaves no file with empty pages.
        for start in stride(from: 0, to: size, by: Self.bytesBetweenCheckpoints) {
            try checkpoint()
            guard synchronize(start..<min(start + Self.bytesBetweenCheckpoints, size)) else { return false }
        }
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, fsync(descriptor) == 0,
            rename(temporaryPath, path) == 0
        else { return false }
        isComplete = true
        return true
    }

    /// Waits until a part of the file is on the disk. (The system's call for that belongs to mappings, whichever.)
    private func synchronize(_ range: Range<Int>) -> Bool {
        guard let start = mmap(nil, range.count, PROT_READ, MAP_SHARED, descriptor, range.lowerBound),
            start != MAP_FAILED
        else { return false }
        defer { munmap(start, range.count) }
        return msync(start, range.count, Int32(MS_SYNC)) == 0
    }

    /// A slow disk takes half a second for them.
    private static let bytesBetweenCheckpoints = 32 << 20

    static func paddedSize(_ byteCount: Int) -> Int {
        let page = Int(getpagesize())
        return max(page, (byteCount + page - 1) / page * page)
    }

    private static let temporarySuffix = ".writing"

    /// What processes that were killed have left; the files of living ones are locked.
    private static func removeAbandonedFiles(in folder: String) {
        for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard file.hasSuffix(temporarySuffix) else { continue }
            let other = open(folder + "/" + file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard other >= 0 else { continue }
            if flock(other, LOCK_EX | LOCK_NB) == 0 { unlink(folder + "/" + file) }
            close(other)
        }
    }
}

/// As JSON.
private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

/// Some pages of a file, mapped for writing.
private final class MappedPages {
    private let start: UnsafeMutableRawPointer
    private let byteCount: Int

    init(start: UnsafeMutableRawPointer, byteCount: Int) {
        self.start = start
        self.byteCount = byteCount
    }

    deinit { munmap(start, byteCount) }
}
