#include <string.h>

#include "MatmulKernels.h"
#include "element_vectors.h"

// Columns are read one after the other, many units at a time, so that conversions are vectors; then their units are
// dealt out to the panel's lines, a few hundred lines at a time, which stay in the first cache.
typedef uint8_t u8x16 __attribute__((vector_size(16), aligned(1)));

enum { PART_UNITS = 128, MOST_INPUTS = PART_UNITS * 4 };

ALWAYS_INLINE float largest_magnitude(const float *values, size_t count) {
    f32x16 largest = {};
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, values, i, count - i, TK_FLOAT32);
        v = (f32x16)((u32x16)v & 0x7fffffff);
        raise_to(&v, &largest);
        largest = v;
    }
    return greatest_of(&largest);
}

/// Weights × 1/scale, rounded to nearest even and made positive by 128. What is not a number becomes −127, 1 as stored.
ALWAYS_INLINE void take_unsigned_steps(f32x16 *v, float steps_per_unit, uint8_t steps[16]) {
    const f32x16 least = (f32x16){} - 127, most = (f32x16){} + 127;
    *v *= steps_per_unit;
    raise_to(v, &least);
    lower_to(v, &most);
    *v += 12582912.0f + 128;  // 1.5 × 2²³: the sum has no fraction, and the step in its lowest byte
    const u8x16 bytes = __builtin_convertvector((u32x16)*v, u8x16);
    memcpy(steps, &bytes, 16);
}

/// `count` inputs of a column as units; the last one is filled up with zeros.
ALWAYS_INLINE void convert_inputs(
    const tk_weight weight, const float *inputs, size_t count, float steps_per_unit, uint32_t units[PART_UNITS]) {
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, inputs, i, count - i, TK_FLOAT32);
        switch (weight) {
        case TK_WEIGHT_FLOAT32: store(units, i, &v, TK_FLOAT32); break;
        case TK_WEIGHT_BFLOAT16: narrow((u16x16 *)((uint16_t *)units + i), &v); break;
        case TK_WEIGHT_INT8: take_unsigned_steps(&v, steps_per_unit, (uint8_t *)units + i); break;
        }
    }
}

ALWAYS_INLINE void pack_part(
    const tk_weight weight, const float *const rows[32], const float steps_per_unit[32], size_t first, size_t count,
    size_t taps, size_t tap, uint32_t *lines) {
    const size_t unit_count = (count + tk_unit_length(weight) - 1) / tk_unit_length(weight);
    for (size_t column = 0; column < TK_PANEL_COLUMNS; column++) {
        float gathered[MOST_INPUTS];
        uint32_t units[PART_UNITS];
        const float *inputs = gathered;
        if (!rows[column]) memset(gathered, 0, count * sizeof *gathered);
        else if (taps == 1) inputs = rows[column] + first;
        else
            for (size_t i = 0; i < count; i++) gathered[i] = rows[column][(first + i) * taps + tap];
        convert_inputs(weight, inputs, count, steps_per_unit[column], units);
        for (size_t unit = 0; unit < unit_count; unit++) lines[unit * TK_PANEL_COLUMNS + column] = units[unit];
    }
}

ALWAYS_INLINE void pack_panel(
    const tk_weight weight, const float *const rows[32], size_t inputs, size_t taps, uint32_t *lines, float *scales) {
    float steps_per_unit[TK_PANEL_COLUMNS] = {};
    for (size_t column = 0; weight == TK_WEIGHT_INT8 && column < TK_PANEL_COLUMNS; column++) {
        const float largest = rows[column] ? largest_magnitude(rows[column], inputs * taps) : 0;
        scales[column] = largest / 127;
        steps_per_unit[column] = largest > 0 ? 127 / largest : 0;
    }
    const size_t most = PART_UNITS * tk_unit_length(weight);
    for (size_t tap = 0; tap < taps; tap++)
        for (size_t first = 0; first < inputs; first += most) {
            const size_t count = inputs - first < most ? inputs - first : most;
            pack_part(weight, rows, steps_per_unit, first, count, taps, tap, lines);
            lines += tk_units(weight, count) * TK_PANEL_COLUMNS;
        }
}

MULTI_ISA void tk_pack_panel(
    tk_weight weight, const float *const rows[32], size_t inputs, size_t taps, void *panel, float *scales) {
    switch (weight) {
    case TK_WEIGHT_FLOAT32: pack_panel(TK_WEIGHT_FLOAT32, rows, inputs, taps, panel, scales); break;
    case TK_WEIGHT_BFLOAT16: pack_panel(TK_WEIGHT_BFLOAT16, rows, inputs, taps, panel, scales); break;
    case TK_WEIGHT_INT8: pack_panel(TK_WEIGHT_INT8, rows, inputs, taps, panel, scales); break;
    }
}
