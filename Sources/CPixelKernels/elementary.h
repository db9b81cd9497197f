#pragma once
#include "multi_isa.h"
#include <stdint.h>
#include <string.h>

// Elementary functions without branches or library calls: loops over them become vector code, and the result does not
// depend on the C library of the machine.

static inline float pk_minimum(float a, float b) { return a < b ? a : b; }
static inline float pk_maximum(float a, float b) { return a > b ? a : b; }
static inline float pk_clamped(float x, float low, float high) { return pk_minimum(pk_maximum(x, low), high); }

static inline float pk_smooth(float low, float scale, float x) {
    const float t = pk_clamped((x - low) * scale, 0, 1);
    return t * t * (3 - 2 * t);
}

static inline uint32_t pk_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    return bits;
}

static inline float pk_float(uint32_t bits) {
    float x;
    memcpy(&x, &bits, 4);
    return x;
}

/// Base-2 logarithm of a positive normal number; absolute error below 3e-7.
static inline float pk_log2(float x) {
    // x = m 2^e with m in [√½, √2); log2(m) = 2/ln 2 × atanh((m-1)/(m+1)), as its series.
    const uint32_t shifted = pk_bits(x) + (0x3f800000u - 0x3f3504f3u);
    const float exponent = (float)((int32_t)(shifted >> 23) - 127);
    const float m = pk_float((shifted & 0x007fffffu) + 0x3f3504f3u);
    const float s = (m - 1) / (m + 1), q = s * s;
    return exponent + s * (2.88539008f + q * (0.961796694f + q * (0.577078016f + q * (0.412198583f + q * 0.3205989f))));
}

/// 2^x for x in -126…126; relative error below 3e-7.
static inline float pk_exp2(float x) {
    x = pk_clamped(x, -126, 126);
    const float rounded = (float)(int32_t)(x + (x < 0 ? -0.5f : 0.5f));
    const float f = x - rounded;
    const float p =
        1 + f * (0.693147181f +
                 f * (0.240226507f +
                      f * (0.0555041087f + f * (0.00961812911f + f * (0.00133335581f + f * 0.000154035304f)))));
    return p * pk_float((uint32_t)((int32_t)rounded + 127) << 23);
}

/// x^y for x > 0.
static inline float pk_power(float x, float y) { return pk_exp2(y * pk_log2(x)); }

/// e^x.
static inline float pk_exponential(float x) { return pk_exp2(x * 1.44269504f); }

/// Cube root of a number ≥ 0; relative error below 1e-6.
static inline float pk_cube_root(float x) {
    // A third of the exponent as a start, then two Halley steps (each triples the correct digits).
    const float t = pk_maximum(x, 1e-30f);
    float y = pk_float(pk_bits(t) / 3 + 709921077u);
    float c = y * y * y;
    y = y * (c + 2 * t) / (2 * c + t);
    c = y * y * y;
    y = y * (c + 2 * t) / (2 * c + t);
    return x > 1e-30f ? y : 0;
}

static inline float pk_encode_srgb(float x) {
    const float v = pk_clamped(x, 0, 1);
    const float curve = 1.055f * pk_power(pk_maximum(v, 0.001f), 1 / 2.4f) - 0.055f;
    return v <= 0.0031308f ? 12.92f * v : v < 1 ? curve : 1;
}

static inline float pk_decode_srgb(float x) {
    const float v = pk_clamped(x, 0, 1);
    const float curve = pk_power((pk_maximum(v, 0.01f) + 0.055f) * (1 / 1.055f), 2.4f);
    return v <= 0.04045f ? v * (1 / 12.92f) : v < 1 ? curve : 1;
}
