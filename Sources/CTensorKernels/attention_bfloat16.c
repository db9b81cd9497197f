#include "attention_layout.h"

// Packed keys: [blocks][padded dimension / 2][64 keys][2 channels]; packed values: [keys / 2][padded dimension][2 keys]:
// pairs lie together as the dot instruction wants them. What is beyond the keys or the dimension is zero.

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>

#define BFLOAT16_DOT __attribute__((target("arch=x86-64-v4,avx512bf16")))
#define INLINE static inline __attribute__((always_inline)) BFLOAT16_DOT

BFLOAT16_DOT void attention_pack_bfloat16(const uint16_t *keys, size_t key_stride, const uint16_t *values,
                                          size_t value_stride, size_t count, size_t dimension, size_t block,
                                          uint16_t *packed_keys, uint16_t *packed_values) {
    const size_t padded = padded_dimension(dimension), first = block * BLOCK;
    uint16_t *to_keys = packed_keys + first * padded, *to_values = packed_values + first * padded;
    for (size_t key = 0; key < BLOCK; key++) {
        for (size_t i = 0; i < padded; i++) {
            const bool exists = first + key < count && i < dimension;
            to_keys[(i / 2 * BLOCK + key) * 2 + i % 2] = exists ? keys[(first + key) * key_stride + i] : 0;
            to_values[(key / 2 * padded + i) * 2 + key % 2] = exists ? values[(first + key) * value_stride + i] : 0;
        }
    }
}

/// 6 rows of `a` times `pairs` double rows of `columns` vectors of `b`, added to 6 rows of vectors.
INLINE void multiply(float *sums, size_t sum_stride, const uint16_t *a, size_t a_stride, const uint16_t *b,
                     size_t b_stride, size_t pairs, int columns, bool adds) {
    __m512 held[GROUP][4];
#pragma clang loop unroll(full)
    for (int row = 0; row < GROUP; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < columns; v++)
            held[row][v] = adds ? _mm512_loadu_ps(sums + (size_t)row * sum_stride + 16 * v) : _mm512_setzero_ps();
    for (size_t i = 0; i < pairs; i++) {
        __m512bh line[4];
#pragma clang loop unroll(full)
        for (int v = 0; v < columns; v++) line[v] = (__m512bh)_mm512_loadu_si512(b + i * b_stride + 32 * v);
#pragma clang loop unroll(full)
        for (int row = 0; row < GROUP; row++) {
            int32_t pair;
            memcpy(&pair, a + (size_t)row * a_stride + 2 * i, sizeof pair);
            const __m512bh factor = (__m512bh)_mm512_set1_epi32(pair);
#pragma clang loop unroll(full)
            for (int v = 0; v < columns; v++) held[row][v] = _mm512_dpbf16_ps(held[row][v], factor, line[v]);
        }
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < GROUP; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < columns; v++)
            _mm512_storeu_ps(sums + (size_t)row * sum_stride + 16 * v, held[row][v]);
}

/// 2^x within 1e-4 of it (it will be rounded to 8 bits), or 2^-126 for less.
INLINE __m512 power_of_two(__m512 x) {
    x = _mm512_max_ps(x, _mm512_set1_ps(-126.0f));
    const __m512 shifted = _mm512_add_ps(x, _mm512_set1_ps(12582912.0f));
    const __m512 f = _mm512_sub_ps(x, _mm512_sub_ps(shifted, _mm512_set1_ps(12582912.0f)));
    // The cubic that is nearest to 2^f for |f| ≤ 1/2 in relative terms
    __m512 p = _mm512_fmadd_ps(f, _mm512_set1_ps(5.5826318e-2f), _mm512_set1_ps(2.4015361e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.9314720e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1.0f));
    const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(shifted), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(p), exponent));
}

typedef struct {
    float sums[ROWS * MAX_DIMENSION];
    uint16_t queries[ROWS * MAX_DIMENSION];
    __m512 weights[ROWS];
    /// In powers of two.
    float maxima[ROWS];
} tile_state;

static __attribute__((noinline)) BFLOAT16_DOT void raise_maximum(tile_state *state, size_t row, float maximum,
                                                                 size_t padded) {
    const __m512 factor = _mm512_set1_ps(exp2f(state->maxima[row] - maximum));
    state->maxima[row] = maximum;
    state->weights[row] = _mm512_mul_ps(state->weights[row], factor);
    for (size_t i = 0; i < padded; i += 16) {
        float *sums = state->sums + row * padded + i;
        _mm512_storeu_ps(sums, _mm512_mul_ps(_mm512_loadu_ps(sums), factor));
    }
}

/// Makes a row's scores of one block into weights. When that raises its maximum, the sums so far shrink.
INLINE void soften(tile_state *state, size_t row, const float *scores, float scale, size_t padded, uint16_t *weights) {
    __m512 score[BLOCK_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < BLOCK_VECTORS; v++) score[v] = _mm512_loadu_ps(scores + 16 * v);
    const __m512 top = _mm512_max_ps(_mm512_max_ps(score[0], score[1]), _mm512_max_ps(score[2], score[3]));
    const __m512 limit = _mm512_set1_ps(state->maxima[row] + MAXIMUM_SLACK);
    if (__builtin_expect(_mm512_cmp_ps_mask(_mm512_mul_ps(top, _mm512_set1_ps(scale)), limit, _CMP_GT_OQ) != 0, 0))
        raise_maximum(state, row, _mm512_reduce_max_ps(top) * scale, padded);
    const __m512 maximum = _mm512_set1_ps(state->maxima[row]);
    __m512 sum = state->weights[row];
#pragma clang loop unroll(full)
    for (int v = 0; v < BLOCK_VECTORS; v++) {
        const __m512 weight = power_of_two(_mm512_fmsub_ps(score[v], _mm512_set1_ps(scale), maximum));
        sum = _mm512_add_ps(sum, weight);
        _mm256_storeu_si256((__m256i *)(weights + 16 * v), (__m256i)_mm512_cvtneps_pbh(weight));
    }
    state->weights[row] = sum;
}

BFLOAT16_DOT void attention_tile_bfloat16(const tk_attention *a, size_t first_row) {
    const size_t padded = padded_dimension(a->dimension), rows = tile_rows(a, first_row);
    const float scale = a->scale * 1.44269504f;
    tile_state state;
    for (size_t row = 0; row < ROWS; row++) {
        uint16_t *query = state.queries + row * padded;
        memset(query, 0, padded * sizeof(uint16_t));
        memset(state.sums + row * padded, 0, padded * sizeof(float));
        if (row < rows)
            memcpy(query, (const uint16_t *)a->queries + row_start(a, a->query_stride, first_row + row),
                   a->dimension * sizeof(uint16_t));
        state.weights[row] = _mm512_setzero_ps();
        state.maxima[row] = -INFINITY;
    }
    const size_t end = visible_keys(a, first_row + rows - 1);
    for (size_t key = 0; key < end; key += BLOCK) {
        const uint16_t *keys = (const uint16_t *)a->packed_keys + key * padded;
        const uint16_t *values = (const uint16_t *)a->packed_values + key * padded;
        for (size_t group = 0; group < rows; group += GROUP) {
            float scores[GROUP * BLOCK];
            uint16_t weights[GROUP * BLOCK];
            multiply(scores, BLOCK, state.queries + group * padded, padded, keys, 2 * BLOCK, padded / 2, 4, false);
            if (key + BLOCK > visible_keys(a, first_row + group))
                hide_keys((f32x16 *)scores, a, first_row + group, key);
            for (size_t row = 0; row < GROUP; row++)
                soften(&state, group + row, scores + row * BLOCK, scale, padded, weights + row * BLOCK);
            size_t i = 0;
            for (; i + 64 <= padded; i += 64)
                multiply(state.sums + group * padded + i, padded, weights, BLOCK, values + 2 * i, 2 * padded, BLOCK / 2,
                         4, true);
            for (; i < padded; i += 16)
                multiply(state.sums + group * padded + i, padded, weights, BLOCK, values + 2 * i, 2 * padded, BLOCK / 2,
                         1, true);
        }
    }
    for (size_t row = 0; row < rows; row++)
        finish_row(a, first_row + row, state.sums + row * padded, (const f32x16 *)&state.weights[row], TK_BFLOAT16);
}
#else
// Never called: tk_has_bfloat16_dot says so.
void attention_pack_bfloat16(const uint16_t *keys, size_t key_stride, const uint16_t *values, size_t value_stride,
                             size_t count, size_t dimension, size_t block, uint16_t *packed_keys,
                             uint16_t *packed_values) {
    (void)keys, (void)key_stride, (void)values, (void)value_stride, (void)count, (void)dimension, (void)block;
    (void)packed_keys, (void)packed_values;
}
void attention_tile_bfloat16(const tk_attention *attention, size_t first_row) { (void)attention, (void)first_row; }
#endif
