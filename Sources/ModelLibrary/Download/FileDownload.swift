import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Brings one file to disk: its missing parts at the same time, then its checksum.
struct FileDownload: Sendable {
    let file: RemoteFile
    let size: Int64
    let commit: String
    let client: HubClient
    let options: PullOptions
    let meter: ProgressMeter

    /// Bytes that one connection gathers before they are written.
    private static let writeSize = 1 << 20
    /// A try that brings less has gained nothing, or a hub could keep us for ever, byte by byte.
    private static let leastGain = 1 << 16

    /// Completes the part file and moves it to its place.
    ///
    /// A file that was resumed or damaged on its way is downloaded once more from its beginning.
    ///
    /// - Throws: `ModelLibraryError` when the hub or the disk fails or the content is wrong twice; then nothing is at the
    ///   destination.
    func run(_ part: PartFile, partPath: String, destination: String) async throws -> ModelManifest.File {
        for isLastTry in [false, true] {
            do {
                try await fetchGaps(of: part)
            } catch is RangesUnsupported {
                try await fetchWhole(part)
            }
            let digests = try await NIOThreadPool.singleton.runIfActive { try FileDigests(path: partPath) }
            if let digests, isRight(digests) {
                try part.finish(as: destination)
                return ModelManifest.File(path: file.path.text, size: size, sha256: digests.sha256)
            }
            meter.add(-part.writtenCount)
            try part.discard()
            if isLastTry { break }
        }
        throw ModelLibraryError(
            .wrongChecksum,
            file.path.text,
            "its content is not what the hub's checksum says, and was thrown away"
        )
    }

    private func isRight(_ digests: FileDigests) -> Bool {
        guard digests.size == size else { return false }
        return switch file.checksum {
        case .sha256(let expected): digests.sha256 == expected
        case .gitBlob(let expected): digests.gitBlob == expected
        case nil: false
        }
    }

    private func fetchGaps(of part: PartFile) async throws {
        var gaps = part.gaps(pieceSize: Int64(max(1, options.partSize)))[...]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, options.connectionCount) {
                if let gap = gaps.popFirst() { group.addTask { try await fetch(gap, of: part) } }
            }
            while try await group.next() != nil {
                if let gap = gaps.popFirst() { group.addTask { try await fetch(gap, of: part) } }
            }
        }
    }

    /// Fetches the file from a hub that cannot send a part of it: each try begins anew.
    private func fetchWhole(_ part: PartFile) async throws {
        var schedule = RetrySchedule(client.settings)
        while true {
            do {
                meter.add(-part.writtenCount)
                try part.discard()
                var place: Int64 = 0
                return try await request(0..<size, of: part, place: &place)
            } catch {
                try await client.pause(after: error, subject: file.path.text, &schedule)
            }
        }
    }

    /// Fetches one range, going on where a broken answer has ended.
    private func fetch(_ range: Range<Int64>, of part: PartFile) async throws {
        var schedule = RetrySchedule(client.settings)
        var place = range.lowerBound
        while place < range.upperBound {
            let start = place
            do {
                try await request(place..<range.upperBound, of: part, place: &place)
            } catch let error as RangesUnsupported {
                throw error
            } catch {
                if place - start >= Self.leastGain { schedule.hasGained() }
                try await client.pause(after: error, subject: file.path.text, &schedule)
            }
        }
    }

    /// Sends one request for a range and writes what comes; the place moves on with every byte written.
    private func request(_ range: Range<Int64>, of part: PartFile, place: inout Int64) async throws {
        let address = try client.address(of: file.path, commit: commit)
        // A range over the whole file is none, so that hubs without ranges can serve it.
        let isWhole = range == 0..<size
        var written = place
        defer { place = written }
        try await client.send(.GET, address, commit: commit, range: isWhole ? nil : range) { response in
            try check(response.status.code, response.headers.first(name: "content-range"), range: range)
            var pending = ByteBuffer()
            do {
                for try await var buffer in response.body {
                    guard written + Int64(pending.readableBytes + buffer.readableBytes) <= range.upperBound else {
                        throw HubFailure.permanent(
                            .badAnswer,
                            file.path.text,
                            "the hub sends more bytes than it announced"
                        )
                    }
                    pending.writeBuffer(&buffer)
                    if pending.readableBytes >= Self.writeSize { try await write(&pending, to: part, at: &written) }
                }
            } catch {
                // What has come is kept, whatever broke.
                try await write(&pending, to: part, at: &written)
                throw error
            }
            try await write(&pending, to: part, at: &written)
        }
        guard written == range.upperBound else {
            throw HubFailure.temporary(.unreachable, file.path.text, "the hub's answers end too early")
        }
    }

    private func check(_ status: UInt, _ contentRange: String?, range: Range<Int64>) throws {
        let isWhole = range == 0..<size
        if status == 200, !isWhole { throw RangesUnsupported() }
        let expected = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
        guard status == 200 || contentRange == expected else {
            throw HubFailure.permanent(
                .badAnswer,
                file.path.text,
                "the hub was asked for \(expected) and sends \(contentRange ?? "no range")"
            )
        }
    }

    private func write(_ pending: inout ByteBuffer, to part: PartFile, at place: inout Int64) async throws {
        guard pending.readableBytes > 0 else { return }
        let (bytes, offset) = (pending, place)
        // On its own threads: a slow disk would hold up everything on the cooperative pool.
        try await NIOThreadPool.singleton.runIfActive {
            try bytes.withUnsafeReadableBytes { try part.write($0, at: offset) }
        }
        place += Int64(bytes.readableBytes)
        meter.add(Int64(bytes.readableBytes))
        pending.clear()
    }
}

/// The hub answers with the whole file when it is asked for a part.
private struct RangesUnsupported: Error {}
