#include "attention_layout.h"

// Packed keys: [blocks][padded dimension / 2][64 keys][2 channels]; values: [keys / 2][padded dimension][2 keys]: pairs
// lie together as the dot instruction wants them. What is beyond the keys or the dimension is zero.
//
// Rounded keys: [blocks][padded dimension / 4][64 keys][4 channels] as int8 plus 128 (see MatmulKernels.h), then the scale
// of every key. Before, the keys' mean is taken off: it adds the same to all scores of a query, which a softmax does not
// notice, and what all keys have in common would cost steps (SageAttention, arXiv 2410.02367, section 4.2).

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>

#define BFLOAT16_DOT __attribute__((target("arch=x86-64-v4,avx512bf16,avx512vnni")))
#define LOG2_E 1.44269504f
#define INLINE static inline __attribute__((always_inline)) BFLOAT16_DOT

/// The first `n` lanes, or all.
INLINE __mmask32 first_lanes(size_t n) { return n >= 32 ? ~0u : (1u << n) - 1; }

INLINE __m512 widened(const uint16_t *from, __mmask16 lanes) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(lanes, from)), 16));
}

/// Sixteen rows of sixteen pairs become sixteen columns.
INLINE void transpose(__m512i rows[16]) {
    __m512i other[16];
    for (int i = 0; i < 16; i += 2) {
        other[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
        other[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
    }
    for (int i = 0; i < 16; i += 4) {
        for (int j = 0; j < 2; j++) {
            rows[i + 2 * j] = _mm512_unpacklo_epi64(other[i + j], other[i + j + 2]);
            rows[i + 2 * j + 1] = _mm512_unpackhi_epi64(other[i + j], other[i + j + 2]);
        }
    }
    // Now lane group g of row 4 r + c is column 4 g + c of rows 4 r … 4 r + 3.
    for (int i = 0; i < 4; i++) {
        for (int half = 0; half < 16; half += 8) {
            other[half + i] = _mm512_shuffle_i32x4(rows[half + i], rows[half + i + 4], 0x88);
            other[half + i + 4] = _mm512_shuffle_i32x4(rows[half + i], rows[half + i + 4], 0xdd);
        }
    }
    for (int i = 0; i < 8; i++) {
        rows[i] = _mm512_shuffle_i32x4(other[i], other[i + 8], 0x88);
        rows[i + 8] = _mm512_shuffle_i32x4(other[i], other[i + 8], 0xdd);
    }
}

BFLOAT16_DOT void attention_pack_keys_bfloat16(const uint16_t *keys, size_t key_stride, size_t count,
                                               size_t dimension, size_t block, uint16_t *packed_keys) {
    const size_t padded = padded_dimension(dimension), first = block * BLOCK;
    uint16_t *to_keys = packed_keys + first * padded;
    for (size_t key = 0; key < BLOCK; key += 16) {
        for (size_t i = 0; i < padded; i += 32) {
            __m512i rows[16];
            for (size_t row = 0; row < 16; row++) {
                const bool exists = first + key + row < count && i < dimension;
                const __mmask32 lanes = exists ? first_lanes(dimension - i) : 0;
                rows[row] = _mm512_maskz_loadu_epi16(lanes, keys + (first + key + row) * key_stride + i);
            }
            transpose(rows);
            for (size_t pair = 0; pair < 16 && i + 2 * pair < padded; pair++)
                _mm512_storeu_si512(to_keys + ((i / 2 + pair) * BLOCK + key) * 2, rows[pair]);
        }
    }
}

BFLOAT16_DOT void attention_pack_values_bfloat16(const uint16_t *values, size_t value_stride, size_t count,
                                                 size_t dimension, size_t block, uint16_t *packed_values) {
    const size_t padded = padded_dimension(dimension), first = block * BLOCK;
    uint16_t *to_values = packed_values + first * padded;
    for (size_t key = 0; key < BLOCK; key += 2) {
        for (size_t i = 0; i < padded; i += 16) {
            const uint16_t *even = values + (first + key) * value_stride + i, *odd = even + value_stride;
            const __mmask16 lanes = (__mmask16)first_lanes(i < dimension ? dimension - i : 0);
            const __m256i low = _mm256_maskz_loadu_epi16(first + key < count ? lanes : 0, even);
            const __m256i high = _mm256_maskz_loadu_epi16(first + key + 1 < count ? lanes : 0, odd);
            const __m512i both =
                _mm512_or_si512(_mm512_cvtepu16_epi32(low), _mm512_slli_epi32(_mm512_cvtepu16_epi32(high), 16));
            _mm512_storeu_si512(to_values + (key / 2 * padded + i) * 2, both);
        }
    }
}

/// The mean of all keys, in padded_dimension(dimension) channels.
BFLOAT16_DOT static void mean_of_keys(const uint16_t *keys, size_t key_stride, size_t count, size_t dimension, float *mean) {
    const size_t padded = padded_dimension(dimension);
    for (size_t i = 0; i < padded; i += 16) {
        const __mmask16 lanes = (__mmask16)first_lanes(i < dimension ? dimension - i : 0);
        __m512 sum = _mm512_setzero_ps();
        for (size_t key = 0; key < count; key++) sum = _mm512_add_ps(sum, widened(keys + key * key_stride + i, lanes));
        _mm512_storeu_ps(mean + i, _mm512_mul_ps(sum, _mm512_set1_ps(1 / (float)count)));
    }
}

/// A row minus `mean` (or nothing) in 127 steps of its largest magnitude, whose size is returned, and the sum of steps.
BFLOAT16_DOT static float round_row(const uint16_t *row, const float *mean, size_t dimension, int8_t *steps, int32_t *sum) {
    const size_t padded = padded_dimension(dimension);
    float values[MAX_DIMENSION];
    __m512 largest = _mm512_setzero_ps();
    for (size_t i = 0; i < padded; i += 16) {
        __m512 v = widened(row + i, (__mmask16)first_lanes(i < dimension ? dimension - i : 0));
        if (mean) v = _mm512_sub_ps(v, _mm512_loadu_ps(mean + i));
        largest = _mm512_max_ps(largest, _mm512_abs_ps(v));
        _mm512_storeu_ps(values + i, v);
    }
    const float top = _mm512_reduce_max_ps(largest);
    const __m512 factor = _mm512_set1_ps(top > 0 ? 127 / top : 0);
    __m512i total = _mm512_setzero_si512();
    for (size_t i = 0; i < padded; i += 16) {
        const __m512i rounded = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(values + i), factor));
        total = _mm512_add_epi32(total, rounded);
        _mm_storeu_si128((__m128i *)(steps + i), _mm512_cvtepi32_epi8(rounded));
    }
    *sum = _mm512_reduce_add_epi32(total);
    return top / 127;
}

static size_t rounded_key_bytes(size_t keys, size_t dimension) {
    return (keys + BLOCK - 1) / BLOCK * BLOCK * padded_dimension(dimension);
}

BFLOAT16_DOT void attention_pack_rounded_keys(const uint16_t *keys, size_t key_stride, size_t count, size_t dimension,
                                         size_t block, uint16_t *packed_keys) {
    const size_t padded = padded_dimension(dimension), first = block * BLOCK;
    char *to = (char *)packed_keys + first * padded;
    float *scales = (float *)((char *)packed_keys + rounded_key_bytes(count, dimension)) + first;
    float mean[MAX_DIMENSION];
    mean_of_keys(keys, key_stride, count, dimension, mean);
    for (size_t key = 0; key < BLOCK; key++) {
        int8_t steps[MAX_DIMENSION] = {};
        int32_t sum;
        const bool exists = first + key < count;
        scales[key] = exists ? round_row(keys + (first + key) * key_stride, mean, dimension, steps, &sum) : 0;
        for (size_t unit = 0; unit < padded / 4; unit++) {
            uint32_t bytes;
            memcpy(&bytes, steps + 4 * unit, 4);
            bytes ^= 0x80808080;
            memcpy(to + (unit * BLOCK + key) * 4, &bytes, 4);
        }
    }
}

/// 6 rows of rounded queries times the rounded keys of a block.
INLINE void multiply_rounded(float *scores, const int8_t *queries, const int32_t *offsets, const char *keys,
                                     const float *key_scales, size_t padded, int vectors) {
    __m512i held[GROUP][4];
#pragma clang loop unroll(full)
    for (int row = 0; row < GROUP; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) held[row][v] = _mm512_set1_epi32(offsets[row]);
    for (size_t unit = 0; unit < padded / 4; unit++) {
        __m512i line[4];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) line[v] = _mm512_loadu_si512(keys + unit * BLOCK * 4 + 64 * v);
#pragma clang loop unroll(full)
        for (int row = 0; row < GROUP; row++) {
            int32_t four;
            memcpy(&four, queries + (size_t)row * padded + 4 * unit, sizeof four);
            const __m512i factor = _mm512_set1_epi32(four);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) held[row][v] = _mm512_dpbusd_epi32(held[row][v], line[v], factor);
        }
    }
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
        const __m512 scale = _mm512_loadu_ps(key_scales + 16 * v);
#pragma clang loop unroll(full)
        for (int row = 0; row < GROUP; row++)
            _mm512_storeu_ps(scores + row * BLOCK + 16 * v, _mm512_mul_ps(_mm512_cvtepi32_ps(held[row][v]), scale));
    }
}

/// 6 rows of `a` times `pairs` double rows of `columns` vectors of `b`, added to what 6 rows of sums have from before.
INLINE void multiply(float *sums, size_t sum_stride, const uint16_t *a, size_t a_stride, const uint16_t *b,
                     size_t b_stride, size_t pairs, int columns, bool is_first) {
    __m512 held[GROUP][4];
#pragma clang loop unroll(full)
    for (int row = 0; row < GROUP; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < columns; v++)
            held[row][v] = is_first ? _mm512_setzero_ps() : _mm512_loadu_ps(sums + (size_t)row * sum_stride + 16 * v);
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

/// 2^x within 1.1e-4 of it (it will be rounded to 8 bits), or 2^-126 for less.
INLINE __m512 power_of_two(__m512 x) {
    x = _mm512_max_ps(x, _mm512_set1_ps(-126.0f));
    const __m512 shifted = _mm512_add_ps(x, _mm512_set1_ps(12582912.0f));
    const __m512 f = _mm512_sub_ps(x, _mm512_sub_ps(shifted, _mm512_set1_ps(12582912.0f)));
    // 2^f for |f| ≤ 1/2: the cubic of least relative error
    __m512 p = _mm512_fmadd_ps(f, _mm512_set1_ps(5.5008933e-2f), _mm512_set1_ps(2.4221097e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.9328290e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1.0f));
    const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(shifted), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(p), exponent));
}

typedef struct {
    float sums[ROWS * MAX_DIMENSION];
    uint16_t queries[ROWS * MAX_DIMENSION];
    /// In their place, for rounded keys; −128 × the sum of a row, and what its scores are multiplied by.
    int8_t rounded_queries[ROWS * MAX_DIMENSION];
    int32_t offsets[ROWS];
    float scales[ROWS];
    __m512 weights[ROWS];
    /// In powers of two.
    float maxima[ROWS];
} tile_state;

static __attribute__((noinline)) BFLOAT16_DOT void raise_maximum(tile_state *state, size_t row, float maximum,
                                                                 size_t padded) {
    const float before = state->maxima[row];
    state->maxima[row] = maximum;
    if (before == -INFINITY) return;  // The first block: there are no sums yet.
    const __m512 factor = _mm512_set1_ps(exp2f(before - maximum));
    state->weights[row] = _mm512_mul_ps(state->weights[row], factor);
    for (size_t i = 0; i < padded; i += 16) {
        float *sums = state->sums + row * padded + i;
        _mm512_storeu_ps(sums, _mm512_mul_ps(_mm512_loadu_ps(sums), factor));
    }
}

/// Makes a row's scores of one block into weights. When that raises its maximum, the sums so far shrink.
INLINE void soften(tile_state *state, size_t row, const float *scores, int vectors, float scale, size_t padded,
                   uint16_t *weights) {
    __m512 score[BLOCK_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) score[v] = _mm512_loadu_ps(scores + 16 * v);
    __m512 top = score[0];
#pragma clang loop unroll(full)
    for (int v = 1; v < vectors; v++) top = _mm512_max_ps(top, score[v]);
    const __m512 limit = _mm512_set1_ps(state->maxima[row] + MAXIMUM_SLACK);
    if (__builtin_expect(_mm512_cmp_ps_mask(_mm512_mul_ps(top, _mm512_set1_ps(scale)), limit, _CMP_GT_OQ) != 0, 0))
        raise_maximum(state, row, _mm512_reduce_max_ps(top) * scale, padded);
    const __m512 maximum = _mm512_set1_ps(state->maxima[row]);
    __m512 sum = state->weights[row];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
        const __m512 weight = power_of_two(_mm512_fmsub_ps(score[v], _mm512_set1_ps(scale), maximum));
        sum = _mm512_add_ps(sum, weight);
        _mm256_storeu_si256((__m256i *)(weights + 16 * v), (__m256i)_mm512_cvtneps_pbh(weight));
    }
    state->weights[row] = sum;
}

/// Adds what the first `vectors` × 16 keys of a block give to 6 rows of the tile, from `group` on.
INLINE void attend_block(tile_state *state, const tk_attention *a, size_t first_row, size_t group, size_t first_key,
                         int vectors, const bool rounded) {
    const size_t padded = padded_dimension(a->dimension);
    const uint16_t *keys = (const uint16_t *)a->packed_keys + first_key * padded;
    const uint16_t *values = (const uint16_t *)a->packed_values + first_key * padded;
    const size_t pairs = (size_t)vectors * 8;
    float scores[GROUP * BLOCK];
    uint16_t weights[GROUP * BLOCK];
    if (rounded) {
        const char *all = a->packed_keys;
        const float *key_scales = (const float *)(all + rounded_key_bytes(a->keys, a->dimension)) + first_key;
        multiply_rounded(scores, state->rounded_queries + group * padded, state->offsets + group,
                         all + first_key * padded, key_scales, padded, vectors);
    } else {
        multiply(scores, BLOCK, state->queries + group * padded, padded, keys, 2 * BLOCK, (a->dimension + 1) / 2,
                 vectors, true);
    }
    if (first_key + 2 * pairs > visible_keys(a, first_row + group))
        hide_keys((f32x16 *)scores, a, first_row + group, first_key);
    for (size_t row = 0; row < GROUP; row++)
        soften(state, group + row, scores + row * BLOCK, vectors, state->scales[group + row], padded,
               weights + row * BLOCK);
    float *sums = state->sums + group * padded;
    size_t i = 0;
    for (; i + 64 <= padded; i += 64)
        multiply(sums + i, padded, weights, BLOCK, values + 2 * i, 2 * padded, pairs, 4, first_key == 0);
    for (; i < padded; i += 16)
        multiply(sums + i, padded, weights, BLOCK, values + 2 * i, 2 * padded, pairs, 1, first_key == 0);
}

/// Divides a row by the sum of its weights, and writes it.
INLINE void finish(const tile_state *state, const tk_attention *a, size_t row, uint16_t *output) {
    const float *sums = state->sums + row * padded_dimension(a->dimension);
    const __m512 factor = _mm512_set1_ps(1 / _mm512_reduce_add_ps(state->weights[row]));
    for (size_t i = 0; i < a->dimension; i += 16) {
        const __m256i narrow = (__m256i)_mm512_cvtneps_pbh(_mm512_mul_ps(_mm512_loadu_ps(sums + i), factor));
        _mm256_mask_storeu_epi16(output + i, (__mmask16)first_lanes(a->dimension - i), narrow);
    }
}

INLINE void attend(const tk_attention *a, size_t first_row, const bool rounded) {
    const size_t padded = padded_dimension(a->dimension), rows = tile_rows(a, first_row);
    tile_state state;
    for (size_t row = 0; row < ROWS; row++) {
        const bool exists = row < rows;
        const uint16_t *query = a->queries;
        if (exists) query += row_start(a, a->query_stride, first_row + row);
        for (size_t i = 0; i < padded; i += 32) {
            const __mmask32 lanes = exists && i < a->dimension ? first_lanes(a->dimension - i) : 0;
            const __m512i part = _mm512_maskz_loadu_epi16(lanes, query + i);
            _mm512_mask_storeu_epi16(state.queries + row * padded + i, first_lanes(padded - i), part);
        }
        state.scales[row] = a->scale * LOG2_E;
        if (rounded) {
            int32_t sum = 0;
            int8_t *steps = state.rounded_queries + row * padded;
            if (exists) state.scales[row] *= round_row(query, 0, a->dimension, steps, &sum);
            else memset(steps, 0, padded);
            state.offsets[row] = -128 * sum;
        }
        state.weights[row] = _mm512_setzero_ps();
        state.maxima[row] = -INFINITY;
    }
    const size_t end = visible_keys(a, first_row + rows - 1);
    for (size_t key = 0; key < end; key += BLOCK) {
        for (size_t group = 0; group < rows; group += GROUP) {
            // The last block has what the division leaves; before a causal mask, fewer rows see it.
            const size_t visible = visible_keys(a, first_row + group + GROUP - 1);
            if (visible <= key) continue;
            switch ((visible - key + 15) / 16) {
            case 1: attend_block(&state, a, first_row, group, key, 1, rounded); break;
            case 2: attend_block(&state, a, first_row, group, key, 2, rounded); break;
            case 3: attend_block(&state, a, first_row, group, key, 3, rounded); break;
            default: attend_block(&state, a, first_row, group, key, 4, rounded); break;
            }
        }
    }
    for (size_t row = 0; row < rows; row++)
        finish(&state, a, row, (uint16_t *)a->output + row_start(a, a->output_stride, first_row + row));
}

BFLOAT16_DOT void attention_tile_bfloat16(const tk_attention *a, size_t first_row) {
    if (a->rounds_keys) attend(a, first_row, true);
    else attend(a, first_row, false);
}
#else
// Never called: tk_has_bfloat16_dot says so.
void attention_pack_keys_bfloat16(const uint16_t *keys, size_t key_stride, size_t count, size_t dimension,
                                  size_t block, uint16_t *packed_keys) {
    (void)keys, (void)key_stride, (void)count, (void)dimension, (void)block, (void)packed_keys;
}
void attention_pack_values_bfloat16(const uint16_t *values, size_t value_stride, size_t count, size_t dimension,
                                    size_t block, uint16_t *packed_values) {
    (void)values, (void)value_stride, (void)count, (void)dimension, (void)block, (void)packed_values;
}
void attention_pack_rounded_keys(const uint16_t *keys, size_t key_stride, size_t count, size_t dimension, size_t block,
                                 uint16_t *packed_keys) {
    (void)keys, (void)key_stride, (void)count, (void)dimension, (void)block, (void)packed_keys;
}
void attention_tile_bfloat16(const tk_attention *attention, size_t first_row) { (void)attention, (void)first_row; }
#endif
