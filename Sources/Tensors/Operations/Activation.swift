import CTensorKernels

/// A function that is applied to every element.
public enum Activation: Sendable, Hashable {
    case none
    /// x / (1 + e^-x), also called swish.
    case silu
    /// x Φ(x) with the normal distribution's Φ, by the error function.
    case gelu
    /// GELU by its approximation with a hyperbolic tangent.
    case geluTanh
    case relu

    var kernelValue: tk_activation {
        switch self {
        case .none: TK_NONE
        case .silu: TK_SILU
        case .gelu: TK_GELU
        case .geluTanh: TK_GELU_TANH
        case .relu: TK_RELU
        }
    }
}

extension ElementType {
    var kernelValue: tk_element {
        switch self {
        case .float32: TK_FLOAT32
        case .bfloat16: TK_BFLOAT16
        }
    }
}
