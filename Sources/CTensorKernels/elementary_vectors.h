#pragma once

#include "element_vectors.h"

// Elementary functions of sixteen floats, in place.

/// Multiplies `v`, whose lanes are in [0.5, 2], by 2^n, −126 ≤ n ≤ 127, where `shifted` is n + 1.5 × 2²³: that sum
/// leaves n in the lowest bits, from where it is added to the exponent.
ALWAYS_INLINE void multiply_by_power_of_two(f32x16 *v, const f32x16 *shifted) {
    *v = (f32x16)((u32x16)*v + ((u32x16)*shifted << 23));
}

/// e^x within 2 units in the last place for −87.3 ≤ x ≤ 88.3; 0 below, 2.2e38 above.
ALWAYS_INLINE void apply_exponential(f32x16 *x) {
    const f32x16 least = (f32x16){} - 87.3f, most = (f32x16){} + 88.3f;
    const i32x16 vanishes = *x < least;
    f32x16 held = *x;
    raise_to(&held, &least);
    lower_to(&held, &most);
    // x = n ln 2 + f, |f| ≤ ln 2 / 2. The first part of ln 2 has so few bits that its product with n is exact.
    const f32x16 shifted = held * 1.44269504f + 12582912.0f;
    const f32x16 n = shifted - 12582912.0f;
    const f32x16 f = (held - n * 0.693359375f) - n * -2.12194440e-4f;
    // The polynomial of Cephes' expf: e^f = 1 + f + f² P(f)
    f32x16 p = f * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * f + 8.3334519073e-3f;
    p = p * f + 4.1665795894e-2f;
    p = p * f + 1.6666665459e-1f;
    p = p * f + 5.0000001201e-1f;
    p = p * (f * f) + (f + 1.0f);
    multiply_by_power_of_two(&p, &shifted);
    *x = (f32x16)((i32x16)p & ~vanishes);
}

/// value / (1 + e^-x), with an error below 3e-7 |value| e^-|x| (1 + |x|): the exponential may be less exact than the one
/// above where it is far from 1, because the quotient hardly depends on it there.
ALWAYS_INLINE void multiply_by_sigmoid(f32x16 *value, const f32x16 *x) {
    const f32x16 least = (f32x16){} - 126.0f, most = (f32x16){} + 126.0f;
    f32x16 power = *x * -1.44269504f;
    raise_to(&power, &least);
    lower_to(&power, &most);
    const f32x16 shifted = power + 12582912.0f;
    const f32x16 f = power - (shifted - 12582912.0f);
    // 2^f for |f| ≤ 1/2: the polynomial of least relative error, 1e-7
    f32x16 p = f * 1.3264727e-3f + 9.6715130e-3f;
    p = p * f + 5.5507336e-2f;
    p = p * f + 2.4022243e-1f;
    p = p * f + 6.9314700e-1f;
    p = p * f + 1.0f;
    multiply_by_power_of_two(&p, &shifted);
    *value = *value / (p + 1.0f);
}

ALWAYS_INLINE void apply_silu(f32x16 *x) {
    const f32x16 argument = *x;
    multiply_by_sigmoid(x, &argument);
}

ALWAYS_INLINE void apply_gelu_tanh(f32x16 *x) {
    // (1 + tanh u) / 2 is the sigmoid of 2u: no difference of nearly equal numbers. 1.5957691 = 2 √(2/π).
    const f32x16 argument = *x * (*x * *x * (1.5957691f * 0.044715f) + 1.5957691f);
    multiply_by_sigmoid(x, &argument);
}

/// x Φ(x) within 1.2e-7 |x|, by Abramowitz and Stegun 7.1.26 for erfc(|x| / √2): what is small on the left stays small.
ALWAYS_INLINE void apply_gelu(f32x16 *x) {
    const f32x16 zero = {};
    f32x16 size = *x, positive = *x;
    const f32x16 negated = -*x;
    raise_to(&size, &negated);
    raise_to(&positive, &zero);
    const f32x16 t = 1.0f / (size * (0.3275911f * 0.70710678f) + 1.0f);
    f32x16 p = t * 1.061405429f - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    f32x16 tail = size * size * -0.5f;
    apply_exponential(&tail);
    *x = positive - size * (p * t) * tail * 0.5f;
}

/// x Φ(x) within 4e-5 |x|, in a third of the time: for sums whose own error is a hundred times that. Φ − 1/2 is an
/// odd polynomial up to 4 and stays what it is there; its coefficients are those of least error (6e-6 in floats).
ALWAYS_INLINE void apply_gelu_roughly(f32x16 *x) {
    const f32x16 least = (f32x16){} - 4.0f, most = (f32x16){} + 4.0f;
    f32x16 held = *x;
    raise_to(&held, &least);
    lower_to(&held, &most);
    const f32x16 square = held * held;
    f32x16 p = square * 8.06343046e-11f - 7.00347681e-9f;
    p = p * square + 2.7161596e-7f;
    p = p * square - 6.29500547e-6f;
    p = p * square + 9.89081388e-5f;
    p = p * square - 1.13392247e-3f;
    p = p * square + 9.87747806e-3f;
    p = p * square - 6.64105969e-2f;
    p = p * square + 3.9892271e-1f;
    *x = *x * (held * p + 0.5f);
}

ALWAYS_INLINE void apply_relu(f32x16 *x) {
    const f32x16 zero = {};
    raise_to(x, &zero);
}

/// With an absolute error below 1.2e-7.
ALWAYS_INLINE void apply_hyperbolic_tangent(f32x16 *x) {
    f32x16 e = *x * 2.0f;
    apply_exponential(&e);
    *x = 1.0f - 2.0f / (e + 1.0f);
}

/// `activation` is a constant wherever this is inlined.
ALWAYS_INLINE void activate(f32x16 *x, tk_activation activation) {
    switch (activation) {
    case TK_NONE: break;
    case TK_SILU: apply_silu(x); break;
    case TK_GELU: apply_gelu(x); break;
    case TK_GELU_TANH: apply_gelu_tanh(x); break;
    case TK_RELU: apply_relu(x); break;
    }
}

/// Calls `body(…, activation)` with a constant activation.
#define BY_ACTIVATION(activation, body, ...)                           \
    do {                                                               \
        switch (activation) {                                          \
        case TK_NONE: body(__VA_ARGS__, TK_NONE); break;               \
        case TK_SILU: body(__VA_ARGS__, TK_SILU); break;               \
        case TK_GELU: body(__VA_ARGS__, TK_GELU); break;               \
        case TK_GELU_TANH: body(__VA_ARGS__, TK_GELU_TANH); break;     \
        case TK_RELU: body(__VA_ARGS__, TK_RELU); break;               \
        }                                                              \
    } while (0)
