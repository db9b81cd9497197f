import CTensorKernels

/// How the two halves of a gated product become one.
public enum Gate: Sendable, Hashable {
    /// value × GELU(gate), by the error function.
    case geglu
    /// value × SiLU(gate); the value is called "up" where this is used.
    case swiglu

    var activation: Activation {
        switch self {
        case .geglu: .gelu
        case .swiglu: .silu
        }
    }
}
