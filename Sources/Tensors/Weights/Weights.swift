import CTensorKernels

/// A place in the names of a checkpoint: `weights["down_blocks"][0]["resnets"][1]` stands for all names that begin with
/// `down_blocks.0.resnets.1.`
///
/// Every method asks for a tensor where it is used, by its name in the file, with its shape, and throws `TensorError`
/// that names both: `missing`, `wrongShape` or `unsupportedElementType`.
public struct Weights: Sendable {
    let reader: WeightReader
    /// How weights of products are kept.
    public let precision: WeightPrecision
    private let prefix: String

    init(_ reader: WeightReader, precision: WeightPrecision, prefix: String = "") {
        self.reader = reader
        self.precision = precision
        self.prefix = prefix
    }

    public subscript(_ name: String) -> Weights {
        Weights(reader, precision: precision, prefix: prefix + name + ".")
    }

    public subscript(_ index: Int) -> Weights { self[String(index)] }

    /// The same place, with products kept in another precision than the reader's: for layers that lose too much in it.
    public func stored(as precision: WeightPrecision) -> Weights {
        Weights(reader, precision: precision, prefix: prefix)
    }

    /// The same place, with products kept in this precision if the reader's is lower.
    public func stored(atLeast least: WeightPrecision) -> Weights {
        stored(as: precision.bitCount < least.bitCount ? least : precision)
    }

    /// Whether the checkpoint has a tensor of this name, for parts that exist in some checkpoints only.
    public func has(_ name: String) -> Bool { reader.checkpoint.tensor(prefix + name) != nil }

    /// A vector, as floats: a bias, or the scale of a norm.
    public func vector(_ name: String, _ count: Int) throws(TensorError) -> Tensor {
        try floats(name, [count])
    }

    /// A tensor of any shape, as floats.
    public func floats(_ name: String, _ shape: [Int]) throws(TensorError) -> Tensor {
        let stored = try reader.tensor(prefix + name, shape)
        let bytes = reader.bytes(of: stored)
        let tensor = Tensor(TensorShape(shape))
        guard let source = bytes.baseAddress else { return tensor }
        tensor.withFloats { destination in
            switch stored.elementType {
            case .bfloat16: tk_widen_bfloat16(source, destination, stored.count)
            case .float16: tk_widen_float16(source, destination, stored.count)
            default: UnsafeMutableRawPointer(destination).copyMemory(from: source, byteCount: bytes.count)
            }
        }
        return tensor
    }

    /// A matrix as the file stores it, in the file's memory: a table of embeddings, of which each use reads few rows.
    /// (F16 is no type of tensors: it becomes float32.)
    public func matrix(_ name: String, _ rows: Int, _ columns: Int) throws(TensorError) -> Tensor {
        let stored = try reader.tensor(prefix + name, [rows, columns])
        let elementType: ElementType
        switch stored.elementType {
        case .float32: elementType = .float32
        case .bfloat16: elementType = .bfloat16
        default: return try floats(name, [rows, columns])
        }
        let storage = TensorStorage(bytes: reader.bytes(of: stored), partOf: reader.file(of: stored))
        return Tensor([rows, columns], elementType, storage: storage, byteOffset: 0)
    }

    /// The full name of a tensor at this place.
    func fullName(_ name: String) -> String { prefix + name }
}
