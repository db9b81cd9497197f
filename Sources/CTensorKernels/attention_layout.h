#pragma once

#include <stdbool.h>

#include "LayerKernels.h"
#include "cpu_features.h"
#include "element_vectors.h"

// What the two ways to compute attention have in common: attention_float.c and attention_bfloat16.c.

/// GROUP rows are multiplied at a time: 6 × 4 accumulators, with room for a row of keys beside them in 32 registers.
enum { BLOCK = TK_ATTENTION_BLOCK, ROWS = TK_ATTENTION_ROWS, GROUP = 6, BLOCK_VECTORS = BLOCK / 16 };
enum { MAX_DIMENSION = TK_ATTENTION_MAX_DIMENSION };

/// A row's greatest score is subtracted before the exponential. It is corrected only when a score exceeds it by more than
/// this (in powers of e): the quotient of sums is the same, and nothing is near overflow.
#define MAXIMUM_SLACK 8.0f

/// Channels of a head, rounded up to whole vectors.
static inline size_t padded_dimension(size_t dimension) { return (dimension + 15) / 16 * 16; }

/// Rows are ordered by token, so the last row of a tile sees the most keys.
static inline size_t visible_keys(const tk_attention *a, size_t row) {
    const size_t last = a->tokens * a->group - 1;
    return a->causal ? (row < last ? row : last) / a->group + 1 : a->keys;
}

static inline size_t tile_rows(const tk_attention *a, size_t first_row) {
    const size_t left = a->tokens * a->group - first_row;
    return left < ROWS ? left : ROWS;
}

/// Index of a row's first element.
static inline size_t row_start(const tk_attention *a, size_t stride, size_t row) {
    return row / a->group * stride + row % a->group * a->dimension;
}

/// Scores of keys that a row does not see become minus infinity.
ALWAYS_INLINE void hide_keys(f32x16 *scores, const tk_attention *a, size_t first_row, size_t first_key) {
    const i32x16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (size_t row = 0; row < GROUP; row++) {
        const int32_t visible = (int32_t)visible_keys(a, first_row + row) - (int32_t)first_key;
        for (int v = 0; v < BLOCK_VECTORS; v++) {
            f32x16 *score = &scores[row * BLOCK_VECTORS + (size_t)v];
            const i32x16 seen = lanes + 16 * v < (i32x16){} + visible;
            *score = (f32x16)(((i32x16)*score & seen) | (~seen & (int32_t)0xff800000));
        }
    }
}

// attention_bfloat16.c; only where the CPU multiplies bfloat16.
void attention_pack_keys_bfloat16(const uint16_t *keys, size_t key_stride, size_t count, size_t dimension,
                                  size_t block, uint16_t *packed_keys);
void attention_pack_values_bfloat16(const uint16_t *values, size_t value_stride, size_t count, size_t dimension,
                                    size_t block, uint16_t *packed_values);
/// In place of attention_pack_keys_bfloat16, for tiles with `rounds_keys`; where the CPU multiplies int8 too.
void attention_pack_rounded_keys(const uint16_t *keys, size_t key_stride, size_t count, size_t dimension, size_t block,
                                 uint16_t *packed_keys);
void attention_tile_bfloat16(const tk_attention *attention, size_t first_row);
// attention_float.c
void attention_pack_float(const void *keys, size_t key_stride, const void *values, size_t value_stride, size_t count,
                          size_t dimension, size_t block, float *packed_keys, float *packed_values, tk_element type);
void attention_tile_float(const tk_attention *attention, size_t first_row, tk_element type);
