#include <math.h>

#include "attention_layout.h"
#include "elementary_vectors.h"

// Packed keys: [blocks][padded dimension][64 keys]; packed values: [keys][padded dimension]. What is beyond the keys or
// the dimension is zero.

ALWAYS_INLINE void pack(const void *keys, size_t key_stride, const void *values, size_t value_stride, size_t count,
                        size_t dimension, size_t block, float *packed_keys, float *packed_values, tk_element type) {
    const size_t padded = padded_dimension(dimension), first = block * BLOCK;
    float *to_keys = packed_keys + first * padded, *to_values = packed_values + first * padded;
    for (size_t key = 0; key < BLOCK; key++) {
        for (size_t i = 0; i < padded; i += 16) {
            f32x16 k = {}, v = {};
            if (first + key < count && i < dimension) {
                load_up_to(&k, keys, (first + key) * key_stride + i, dimension - i, type);
                load_up_to(&v, values, (first + key) * value_stride + i, dimension - i, type);
            }
            for (size_t lane = 0; lane < 16; lane++) to_keys[(i + lane) * BLOCK + key] = k[lane];
            store(to_values, key * padded + i, &v, TK_FLOAT32);
        }
    }
}
MULTI_ISA void attention_pack_float(const void *keys, size_t key_stride, const void *values, size_t value_stride,
                                    size_t count, size_t dimension, size_t block, float *packed_keys,
                                    float *packed_values, tk_element type) {
    BY_TYPE(type, pack, keys, key_stride, values, value_stride, count, dimension, block, packed_keys, packed_values);
}

/// 6 rows of `a` times `depth` rows of `columns` vectors of `b`, added to 6 rows of vectors.
ALWAYS_INLINE void multiply(f32x16 *sums, size_t sum_stride, const float *a, size_t a_stride, const float *b,
                            size_t b_stride, size_t depth, size_t columns) {
    f32x16 held[GROUP][4];
    for (size_t row = 0; row < GROUP; row++)
        for (size_t v = 0; v < columns; v++) held[row][v] = sums[row * sum_stride + v];
    for (size_t i = 0; i < depth; i++) {
        const f32x16 *line = (const f32x16 *)(b + i * b_stride);
        for (size_t row = 0; row < GROUP; row++) {
            const float factor = a[row * a_stride + i];
            for (size_t v = 0; v < columns; v++) held[row][v] += line[v] * factor;
        }
    }
    for (size_t row = 0; row < GROUP; row++)
        for (size_t v = 0; v < columns; v++) sums[row * sum_stride + v] = held[row][v];
}

/// Makes a row's scores of one block into weights. When that raises its maximum, the sums so far shrink.
ALWAYS_INLINE void soften(f32x16 *scores, float scale, float *maximum, f32x16 *weights, f32x16 *sums, size_t vectors) {
    f32x16 top = scores[0];
    for (size_t v = 1; v < BLOCK_VECTORS; v++) raise_to(&top, &scores[v]);
    const float greatest = greatest_of(&top) * scale;
    if (greatest > *maximum + MAXIMUM_SLACK) {
        f32x16 factor = (f32x16){} + (*maximum - greatest);
        apply_exponential(&factor);
        *maximum = greatest;
        *weights *= factor;
        for (size_t v = 0; v < vectors; v++) sums[v] *= factor;
    }
    for (size_t v = 0; v < BLOCK_VECTORS; v++) {
        scores[v] = scores[v] * scale - *maximum;
        apply_exponential(&scores[v]);
        *weights += scores[v];
    }
}

/// Divides a row by the sum of its weights, and writes it.
ALWAYS_INLINE void finish_row(const tk_attention *a, size_t row, const float *sums, const f32x16 *weights,
                              tk_element type) {
    const float factor = 1 / sum_of(weights);
    const size_t start = row_start(a, a->output_stride, row);
    for (size_t i = 0; i < a->dimension; i += 16) {
        f32x16 v;
        load(&v, sums, i, TK_FLOAT32);
        v *= factor;
        store_up_to(a->output, start + i, &v, a->dimension - i, type);
    }
}

ALWAYS_INLINE void tile(const tk_attention *a, size_t first_row, tk_element type) {
    const size_t padded = padded_dimension(a->dimension), vectors = padded / 16, rows = tile_rows(a, first_row);
    f32x16 queries[ROWS * MAX_DIMENSION / 16], sums[ROWS * MAX_DIMENSION / 16], weights[ROWS];
    float maxima[ROWS];
    for (size_t row = 0; row < ROWS; row++) {
        const size_t start = row < rows ? row_start(a, a->query_stride, first_row + row) : 0;
        for (size_t v = 0; v < vectors; v++) {
            f32x16 *query = &queries[row * vectors + v];
            *query = (f32x16){};
            if (row < rows) load_up_to(query, a->queries, start + v * 16, a->dimension - v * 16, type);
            sums[row * vectors + v] = (f32x16){};
        }
        weights[row] = (f32x16){};
        maxima[row] = -INFINITY;
    }
    const size_t end = visible_keys(a, first_row + rows - 1);
    for (size_t key = 0; key < end; key += BLOCK) {
        const float *keys = (const float *)a->packed_keys + key * padded;
        const float *values = (const float *)a->packed_values + key * padded;
        for (size_t group = 0; group < rows; group += GROUP) {
            f32x16 scores[GROUP * BLOCK_VECTORS] = {};
            multiply(scores, BLOCK_VECTORS, (const float *)(queries + group * vectors), padded, keys, BLOCK,
                     a->dimension, BLOCK_VECTORS);
            if (key + BLOCK > visible_keys(a, first_row + group)) hide_keys(scores, a, first_row + group, key);
            for (size_t row = 0; row < GROUP; row++)
                soften(scores + row * BLOCK_VECTORS, a->scale, &maxima[group + row], &weights[group + row],
                       sums + (group + row) * vectors, vectors);
            size_t v = 0;
            for (; v + 4 <= vectors; v += 4)
                multiply(sums + group * vectors + v, vectors, (const float *)scores, BLOCK, values + v * 16, padded,
                         BLOCK, 4);
            for (; v < vectors; v++)
                multiply(sums + group * vectors + v, vectors, (const float *)scores, BLOCK, values + v * 16, padded,
                         BLOCK, 1);
        }
    }
    for (size_t row = 0; row < rows; row++)
        finish_row(a, first_row + row, (const float *)(sums + row * vectors), &weights[row], type);
}
MULTI_ISA void attention_tile_float(const tk_attention *attention, size_t first_row, tk_element type) {
    BY_TYPE(type, tile, attention, first_row);
}
