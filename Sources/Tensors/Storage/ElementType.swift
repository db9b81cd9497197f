/// How one number of a tensor is stored. Weights that are packed for a product have layouts of their own.
public enum ElementType: Sendable, Hashable {
    /// IEEE single precision.
    case float32
    /// The upper half of a `float32`: its range with 8 bits of precision.
    case bfloat16

    /// Bytes that one number takes.
    public var byteCount: Int {
        switch self {
        case .float32: 4
        case .bfloat16: 2
        }
    }
}
