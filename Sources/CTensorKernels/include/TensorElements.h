#pragma once

#include <stddef.h>
#include <stdint.h>

/// How an activation's elements are stored. All arithmetic is done in 32-bit floats.
typedef enum {
    TK_FLOAT32 = 0,
    /// The upper half of a 32-bit float, rounded to nearest even.
    TK_BFLOAT16 = 1,
} tk_element;

/// A function of one value.
typedef enum {
    TK_NONE = 0,
    /// x / (1 + e^-x)
    TK_SILU = 1,
    /// x Φ(x), with the normal distribution's Φ
    TK_GELU = 2,
    /// x / (1 + e^-2u), u = √(2/π) (x + 0.044715 x³): GELU's approximation with a hyperbolic tangent
    TK_GELU_TANH = 3,
    TK_RELU = 4,
} tk_activation;
