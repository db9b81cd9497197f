#pragma once

#include "MatmulKernels.h"
#include "element_vectors.h"

/// Adds the part of a row that was too large for its steps (see tk_quantise_rows) times the weights without their scales.
ALWAYS_INLINE void add_outliers(f32x16 values[2], const tk_quantised *q, size_t row, const void *panel) {
    for (int32_t i = 0; i < q->outlier_counts[row]; i++) {
        const int32_t column = q->outlier_columns[row * TK_OUTLIERS + (size_t)i];
        const float excess = q->outlier_values[row * TK_OUTLIERS + (size_t)i];
        const u32x16 *line = (const u32x16 *)panel + column / 4 * 2;
        for (int half = 0; half < 2; half++) {
            const i32x16 weights = (i32x16)((line[half] >> column % 4 * 8) & 255) - 128;
            values[half] += __builtin_convertvector(weights, f32x16) * excess;
        }
    }
}
