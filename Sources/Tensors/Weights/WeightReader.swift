import Synchronization

/// Reads a network's weights by name, and remembers which names were asked for: a network that leaves some of a
/// checkpoint's tensors unread is not the network that the checkpoint was made by.
public final class WeightReader: Sendable {
    let checkpoint: Checkpoint
    let compute: Compute
    let cache: PackedWeights?
    private let precision: WeightPrecision
    private let used = Mutex<Set<String>>([])

    /// Where packed weights are kept for the next start.
    public enum Caching: Sendable {
        case none
        /// In a folder `packed` beside the checkpoint's files, if they are so large that it is worth it.
        case besideCheckpoint
        /// In this folder, always.
        case folder(String)
    }

    /// Packing less than this takes no longer than a file takes to be opened.
    private static let smallestCached = 64 << 20

    /// A reader that keeps the weights of products with `precision`, and packs them with the threads of `compute` until
    /// that is cancelled.
    public init(
        _ checkpoint: Checkpoint,
        precision: WeightPrecision,
        compute: Compute,
        caching: Caching = .besideCheckpoint
    ) {
        self.checkpoint = checkpoint
        self.precision = precision
        self.compute = compute
        let folder: String? =
            switch caching {
            case .none: nil
            case .besideCheckpoint: checkpoint.byteCount < Self.smallestCached ? nil : checkpoint.folder + "/packed"
            case .folder(let path): path
            }
        cache = folder.map { folder in
            PackedWeights(
                folder: folder,
                name: "\(checkpoint.stem).\(precision.rawValue)",
                key: CheckpointKey(checkpoint).text,
                headerRoom: 3 * checkpoint.files.reduce(0) { $0 + $1.header.byteCount } + 64 << 10
            )
        }
    }

    /// The place that all names begin at.
    public var root: Weights { Weights(self, precision: precision) }

    /// Ends the reading, and completes the file of packed weights. What may be left over is named: tensors, or places
    /// that stand for all tensors below them (`lm_head` for `lm_head.weight`); the checkpoint need not have them.
    ///
    /// Throws `TensorError` with the code `leftOver` when another tensor was not asked for, and `CancellationError` once
    /// the reader's `compute` is cancelled.
    public func finish(ignoring expected: [String] = []) throws {
        let used = used.withLock { $0 }
        let leftOver = checkpoint.names.filter { name in
            !used.contains(name) && !expected.contains { name == $0 || name.hasPrefix($0 + ".") }
        }.sorted()
        guard let first = leftOver.first else {
            try cache?.finish(checkpoint: compute.checkpoint)
            return
        }
        let file = checkpoint.file(of: first)?.path ?? checkpoint.path
        var message = "the network makes no use of it"
        if leftOver.count > 1 {
            let others = leftOver.dropFirst().prefix(5).joined(separator: ", ")
            message += ", nor of \(leftOver.count - 1) others: \(others)" + (leftOver.count > 6 ? ", …" : "")
        }
        throw TensorError(.leftOver, message, tensor: first, file: file)
    }

    /// Reads packed weights that were there already into memory, instead of page by page when they are used first.
    ///
    /// Throws what `checkpoint` does, which is called all the time.
    public func bringIn(checkpoint: () throws -> Void) rethrows {
        try cache?.bringIn(checkpoint: checkpoint)
    }

    /// The description of a tensor that is now used, when it has the right shape and can be read as weights.
    /// With `joiningColumns` the second extent may be spread over several dimensions in the file.
    func tensor(_ name: String, _ shape: [Int], joiningColumns: Bool = false) throws(TensorError) -> StoredTensor {
        guard let tensor = checkpoint.tensor(name), let file = checkpoint.file(of: name) else {
            throw TensorError(.missing, "\(shape) wanted, no such tensor found", tensor: name, file: checkpoint.path)
        }
        let found = joiningColumns ? [tensor.shape.first ?? 1, tensor.shape.dropFirst().reduce(1, *)] : tensor.shape
        guard found == shape else {
            throw TensorError(.wrongShape, "\(shape) wanted, \(tensor.shape) found", tensor: name, file: file.path)
        }
        guard [.float32, .float16, .bfloat16].contains(tensor.elementType) else {
            let message = "F32, F16 or BF16 wanted, \(tensor.elementType.rawValue) found"
            throw TensorError(.unsupportedElementType, message, tensor: name, file: file.path)
        }
        used.withLock { _ = $0.insert(name) }
        return tensor
    }

    func file(of tensor: StoredTensor) -> MappedFile {
        guard let file = checkpoint.file(of: tensor.name) else {
            preconditionFailure("\(tensor.name) is not from \(checkpoint.path)")
        }
        return file.file
    }

    func bytes(of tensor: StoredTensor) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: file(of: tensor).bytes[tensor.byteRange])
    }
}
