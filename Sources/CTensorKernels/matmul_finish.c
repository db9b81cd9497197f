#include "matmul_finish.h"

#include "elementary_vectors.h"

/// Sums of int8 products as floats: row scale × (sum − 128 × the row's values) + the row's outliers.
ALWAYS_INLINE void dequantise(f32x16 values[2], const tk_finished_tile *tile, size_t r) {
    const tk_quantised *q = tile->quantised;
    const size_t row = tile->first_row + r;
    for (int half = 0; half < 2; half++)
        values[half] = __builtin_convertvector((i32x16)values[half] + q->offsets[row], f32x16) * q->scales[row];
    for (int32_t i = 0; i < q->outlier_counts[row]; i++) {
        const int32_t column = q->outlier_columns[row * TK_OUTLIERS + i];
        const float excess = q->outlier_values[row * TK_OUTLIERS + i];
        const u32x16 *line = (const u32x16 *)tile->panel_weights + column / 4 * 2;
        for (int half = 0; half < 2; half++) {
            const i32x16 weights = (i32x16)((line[half] >> column % 4 * 8) & 255) - 128;
            values[half] += __builtin_convertvector(weights, f32x16) * excess;
        }
    }
}

ALWAYS_INLINE void add_residual(f32x16 *v, const tk_finish *f, size_t element, size_t count) {
    f32x16 residual;
    if (f->residual_type == TK_BFLOAT16) load_up_to(&residual, f->residual, element, count, TK_BFLOAT16);
    else load_up_to(&residual, f->residual, element, count, TK_FLOAT32);
    *v += residual;
}

ALWAYS_INLINE void put(const tk_finish *f, f32x16 *v, size_t element, size_t count, const tk_activation activation) {
    if (!f->activates_last) activate(v, activation);
    if (f->residual) add_residual(v, f, element, count);
    if (f->activates_last) activate(v, activation);
    if (f->output_type == TK_BFLOAT16) store_up_to(f->output, element, v, count, TK_BFLOAT16);
    else store_up_to(f->output, element, v, count, TK_FLOAT32);
}

ALWAYS_INLINE void finish_tile(const tk_finish *f, const tk_finished_tile *tile, const tk_activation activation) {
    const size_t width = f->gated ? TK_PANEL_COLUMNS / 2 : TK_PANEL_COLUMNS;
    const size_t left = f->outputs - tile->panel * width, outputs = left < width ? left : width;
    const size_t column = tile->panel * TK_PANEL_COLUMNS;
    f32x16 scales[2] = {}, bias[2] = {};
    for (int half = 0; half < 2; half++) {
        if (f->scales) scales[half] = *(const f32x16 *)(f->scales + column + 16 * half);
        if (f->bias) bias[half] = *(const f32x16 *)(f->bias + column + 16 * half);
    }
    for (size_t r = 0; r < tile->row_count; r++) {
        const f32x16 *sums = (const f32x16 *)tile->sums + 2 * r;
        f32x16 values[2] = {sums[0], sums[1]};
        if (tile->quantised) {
            dequantise(values, tile, r);
            values[0] *= scales[0];
            values[1] *= scales[1];
        }
        values[0] += bias[0];
        values[1] += bias[1];
        const size_t element = tile->first_element + r * tile->row_step;
        if (f->gated) {
            activate(&values[1], activation);
            values[0] *= values[1];
            put(f, &values[0], element, outputs, TK_NONE);
        } else {
            put(f, &values[0], element, outputs, activation);
            if (outputs > 16) put(f, &values[1], element + 16, outputs - 16, activation);
        }
    }
}

MULTI_ISA void tk_finish_tile(const tk_finish *finish, const tk_finished_tile *tile) {
    BY_ACTIVATION(finish->activation, finish_tile, finish, tile);
}
