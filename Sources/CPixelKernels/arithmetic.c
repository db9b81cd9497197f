#include "CPixelKernels.h"
#include "elementary.h"

// Outputs may be inputs at the same index, never shifted: the loops are safe to vectorise, which the compiler cannot know.
#define ELEMENTWISE _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < count; i++)

MULTI_ISA void pk_mix(float *out, const float *a, const float *b, const float *t, size_t count) {
    ELEMENTWISE out[i] = a[i] + (b[i] - a[i]) * t[i];
}

MULTI_ISA void pk_multiply(float *out, const float *a, const float *b, size_t count) {
    ELEMENTWISE out[i] = a[i] * b[i];
}

MULTI_ISA void pk_multiply_add(float *out, const float *a, const float *b, const float *c, size_t count) {
    ELEMENTWISE out[i] = a[i] * b[i] + c[i];
}

MULTI_ISA void pk_scale_offset(float *out, const float *in, float scale, float offset, size_t count) {
    ELEMENTWISE out[i] = in[i] * scale + offset;
}

MULTI_ISA void pk_clamp(float *out, const float *in, float low, float high, size_t count) {
    ELEMENTWISE out[i] = pk_clamped(in[i], low, high);
}

MULTI_ISA void pk_smoothstep(float *out, const float *in, float low, float high, size_t count) {
    const float scale = 1 / (high - low);
    ELEMENTWISE out[i] = pk_smooth(low, scale, in[i]);
}
