import Foundation
import Synchronization

/// Packed weights in a file beside their checkpoint, so that the next start maps bytes that are ready for use instead
/// of converting gigabytes.
///
/// The file is in the safetensors format: bytes by name, one for each packed weight, padded to whole pages, and the
/// key in the metadata. Its name has the key of the checkpoint's content (`CheckpointKey`) too; what is in it under
/// the name of a weight and its layout is what packing would give again.
///
/// | file is | a weight that is asked for |
/// |---|---|
/// | there | is mapped |
/// | not there | is packed into a new file through its mapping: memory holds it once, as pages of the file |
/// | neither there nor writable, or the disk is full | is packed into memory, and nobody is told: it costs time alone |
package final class PackedWeights: Sendable {
    private let path: String
    private let key: String
    private let state: Mutex<State>

    private enum State {
        case reading(SafetensorsFile, [String: StoredTensor])
        case writing(PackedWeightsWriter)
        /// The file is there, and lacks a weight: it is another version's, or a part's.
        case stale
        case off
    }

    /// - Parameters:
    ///   - folder: Where the file is or will be; it is made when it does not exist.
    ///   - name: What the file's name begins with, for people. Older files that begin so are replaced.
    ///   - key: Says what the weights are packed from.
    ///   - headerRoom: More bytes than the names of all packed weights and 100 for each of them take.
    package init(folder: String, name: String, key: String, headerRoom: Int) {
        path = folder + "/\(name).\(key).packed"
        self.key = key
        if let file = try? SafetensorsFile(path), file.header.metadata["key"] == key {
            let tensors = file.header.tensors.map { ($0.name, $0) }
            state = Mutex(.reading(file, Dictionary(tensors) { first, _ in first }))
        } else if let writer = PackedWeightsWriter(path: path, headerRoom: headerRoom) {
            state = Mutex(.writing(writer))
        } else {
            state = Mutex(.off)
        }
    }

    /// The bytes of a packed weight: those that the file has, or those that `fill` writes. When it throws, there will be
    /// no new file.
    func storage(
        of name: String,
        byteCount: Int,
        fill: (UnsafeMutableRawPointer) throws -> Void
    ) rethrows -> TensorStorage {
        let (storage, isFilled) = state.withLock { state -> (TensorStorage, Bool) in
            switch state {
            case .reading(let file, let tensors):
                if let tensor = tensors[name], tensor.byteRange.count == PackedWeightsWriter.paddedSize(byteCount) {
                    let bytes = UnsafeRawBufferPointer(rebasing: file.bytes(of: tensor).prefix(byteCount))
                    return (TensorStorage(bytes: bytes, partOf: file.file), true)
                }
                state = .stale
            case .writing(let writer):
                // The same weight twice is packed twice, and written once.
                if writer.has(name) { break }
                if let storage = writer.append(name, byteCount: byteCount) { return (storage, false) }
                state = .off
            case .stale, .off: break
            }
            return (TensorStorage(byteCount: byteCount), false)
        }
        guard !isFilled else { return storage }
        do {
            try fill(storage.start)
        } catch {
            state.withLock { $0 = .off }
            throw error
        }
        return storage
    }

    /// Completes the file, when all weights have been asked for. The disk may take a while for gigabytes; `checkpoint`,
    /// which is called all the time, ends that by throwing, and then there is no new file.
    package func finish(checkpoint: @Sendable () throws -> Void) rethrows {
        try state.withLock { state in
            switch state {
            case .writing(let writer):
                state = .off
                if try writer.finish(key: key, checkpoint: checkpoint) { removeOlderFiles() }
            case .stale:
                // The next start writes it anew.
                unlink(path)
                state = .off
            case .reading, .off: break
            }
        }
    }

    /// Reads the file into memory, if it was there from the beginning; `checkpoint` as above.
    package func bringIn(checkpoint: () throws -> Void) rethrows {
        let file = state.withLock { state -> MappedFile? in
            guard case .reading(let file, _) = state else { return nil }
            return file.file
        }
        try file?.bringIn(checkpoint: checkpoint)
    }

    /// As above, however long the disk takes.
    package func finish() { finish {} }

    /// Files of the same name with another key, from a checkpoint that is gone.
    private func removeOlderFiles() {
        let folder = (path as NSString).deletingLastPathComponent
        let file = (path as NSString).lastPathComponent
        let prefix = file.dropLast(".packed".count + key.count)
        for other in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            if other.hasPrefix(prefix), other.hasSuffix(".packed"), other != file, other.count == file.count {
                unlink(folder + "/" + other)
            }
        }
    }
}
