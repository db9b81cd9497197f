#include <math.h>

#include "LayerKernels.h"
#include "element_vectors.h"

// A row is read several times: it is in the first-level cache after the first. Sums are those of sixteen lanes, which
// are added at the end, so a row's result does not depend on its neighbours.

/// Sums are kept in this many vectors, or each would wait for the one before.
enum { CHAINS = 4 };

ALWAYS_INLINE float sum_of_row(const void *x, size_t start, size_t columns, tk_element type) {
    f32x16 sums[CHAINS] = {}, v;
    size_t i = 0;
    for (; i + 16 * CHAINS <= columns; i += 16 * CHAINS) {
        for (size_t chain = 0; chain < CHAINS; chain++) {
            load(&v, x, start + i + 16 * chain, type);
            sums[chain] += v;
        }
    }
    for (; i < columns; i += 16) {
        load_up_to(&v, x, start + i, columns - i, type);
        sums[0] += v;
    }
    sums[0] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return sum_of(&sums[0]);
}

/// Sum of (x - center)²
ALWAYS_INLINE float squares_of_row(const void *x, size_t start, size_t columns, float center, tk_element type) {
    const i32x16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    f32x16 sums[CHAINS] = {}, v;
    size_t i = 0;
    for (; i + 16 * CHAINS <= columns; i += 16 * CHAINS) {
        for (size_t chain = 0; chain < CHAINS; chain++) {
            load(&v, x, start + i + 16 * chain, type);
            v -= center;
            sums[chain] = v * v + sums[chain];
        }
    }
    for (; i < columns; i += 16) {
        const size_t n = columns - i < 16 ? columns - i : 16;
        load_up_to(&v, x, start + i, n, type);
        v -= center;
        // Lanes beyond the row have to count as the center.
        v = (f32x16)((i32x16)v & (lanes < (i32x16){} + (int32_t)n));
        sums[0] = v * v + sums[0];
    }
    sums[0] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return sum_of(&sums[0]);
}

/// One vector of a row, or the `n` (less than 16) elements that the row ends with.
ALWAYS_INLINE void scale_part(const void *x, void *y, size_t start, size_t i, size_t n, float center, float factor,
                              const float *weight, const float *bias, tk_element type) {
    f32x16 v, w;
    load_up_to(&v, x, start + i, n, type);
    v = (v - center) * factor;
    if (weight) {
        load_up_to(&w, weight, i, n, TK_FLOAT32);
        v *= w;
    }
    if (bias) {
        load_up_to(&w, bias, i, n, TK_FLOAT32);
        v += w;
    }
    store_up_to(y, start + i, &v, n, type);
}

ALWAYS_INLINE void scale_row(const void *x, void *y, size_t start, size_t columns, float center, float factor,
                             const float *weight, const float *bias, tk_element type) {
    size_t i = 0;
    for (; i + 16 <= columns; i += 16) scale_part(x, y, start, i, 16, center, factor, weight, bias, type);
    if (i < columns) scale_part(x, y, start, i, columns - i, center, factor, weight, bias, type);
}

ALWAYS_INLINE void layer_norm(const void *x, void *y, size_t rows, size_t columns, const float *weight,
                              const float *bias, float epsilon, tk_element type) {
    for (size_t row = 0; row < rows; row++) {
        const size_t start = row * columns;
        const float mean = sum_of_row(x, start, columns, type) / (float)columns;
        const float variance = squares_of_row(x, start, columns, mean, type) / (float)columns;
        scale_row(x, y, start, columns, mean, 1 / sqrtf(variance + epsilon), weight, bias, type);
    }
}
MULTI_ISA void tk_layer_norm(const void *x, void *y, size_t rows, size_t columns, const float *weight,
                             const float *bias, float epsilon, tk_element type) {
    BY_TYPE(type, layer_norm, x, y, rows, columns, weight, bias, epsilon);
}

ALWAYS_INLINE void rms_norm(const void *x, void *y, size_t rows, size_t columns, const float *weight, float epsilon,
                            tk_element type) {
    for (size_t row = 0; row < rows; row++) {
        const size_t start = row * columns;
        const float mean = squares_of_row(x, start, columns, 0, type) / (float)columns;
        scale_row(x, y, start, columns, 0, 1 / sqrtf(mean + epsilon), weight, NULL, type);
    }
}
MULTI_ISA void tk_rms_norm(const void *x, void *y, size_t rows, size_t columns, const float *weight, float epsilon,
                           tk_element type) {
    BY_TYPE(type, rms_norm, x, y, rows, columns, weight, epsilon);
}

ALWAYS_INLINE void normalize_heads(const tk_heads *view, const float *weight, float epsilon, tk_element type) {
    // As far as the compiler knows, what is written might be the view.
    const tk_heads heads = *view;
    const size_t dimension = heads.dimension;
    // Some heads are summed before the first of them is written: their sums do not wait for each other then.
    enum { TOGETHER = 16 };
    for (size_t row = 0; row < heads.rows; row++) {
        for (size_t first = 0; first < heads.heads; first += TOGETHER) {
            const size_t start = row * heads.stride + first * dimension;
            const size_t count = heads.heads - first < TOGETHER ? heads.heads - first : TOGETHER;
            float factors[TOGETHER];
            for (size_t i = 0; i < count; i++) {
                const float sum = squares_of_row(heads.x, start + i * dimension, dimension, 0, type);
                factors[i] = 1 / sqrtf(sum / (float)dimension + epsilon);
            }
            for (size_t i = 0; i < count; i++)
                scale_row(heads.x, heads.x, start + i * dimension, dimension, 0, factors[i], weight, NULL, type);
        }
    }
}
MULTI_ISA void tk_normalize_heads(const tk_heads *heads, const float *weight, float epsilon, tk_element type) {
    BY_TYPE(type, normalize_heads, heads, weight, epsilon);
}
