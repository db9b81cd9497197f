/// How the weights of matrix products and convolutions are kept in memory.
public enum WeightPrecision: String, Sendable, CaseIterable {
    case float32
    case bfloat16
    /// Eight bits with a scale for every output channel.
    case int8

    /// Bits that one weight takes.
    public var bitCount: Int {
        switch self {
        case .float32: 32
        case .bfloat16: 16
        case .int8: 8
        }
    }
}
