#include "convolution_taps.h"

#include "element_vectors.h"
#include "outlier_vectors.h"

// Pixels have scales of their own, so the taps of an int8 convolution cannot be added up as integers: each is brought
// to floats by itself. That takes 3 to 10 % of the time; one scale for a neighbourhood would cost precision instead.

MULTI_ISA void tk_add_tap(const tk_tap *tap) {
    for (size_t r = 0; r < tap->row_count; r++) {
        const size_t pixel = tap->first_pixel + r * tap->step;
        const float scale = tap->pixels.scales[pixel];
        const int32_t offset = tap->pixels.offsets[pixel], row = tap->pixels.rows[pixel];
        const i32x16 *sums = (const i32x16 *)tap->sums + 2 * r;
        f32x16 *totals = (f32x16 *)tap->totals + 2 * r;
        f32x16 values[2] = {
            __builtin_convertvector(sums[0] + offset, f32x16) * scale,
            __builtin_convertvector(sums[1] + offset, f32x16) * scale};
        if (row >= 0 && tap->quantised->outlier_counts[row] > 0)
            add_outliers(values, tap->quantised, (size_t)row, tap->tap_weights);
        if (!tap->is_first) {
            values[0] += totals[0];
            values[1] += totals[1];
        }
        if (tap->column_scales) {
            values[0] *= *(const f32x16 *)tap->column_scales;
            values[1] *= *(const f32x16 *)(tap->column_scales + 16);
        }
        totals[0] = values[0];
        totals[1] = values[1];
    }
}
