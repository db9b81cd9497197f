#include <string.h>

#include "MatmulKernels.h"
#include "StorageKernels.h"

static float largest_magnitude(const float *values, size_t count) {
    float largest = 0;
    for (size_t i = 0; i < count; i++) {
        const float size = values[i] < 0 ? -values[i] : values[i];
        if (size > largest) largest = size;
    }
    return largest;
}

/// Weight × 1/scale, rounded to nearest even and made positive by 128.
static uint8_t unsigned_step(float value, float steps_per_unit) {
    float step = value * steps_per_unit;
    // Not a number, or beyond the scale by rounding.
    step = step > -127 ? step : -127;
    step = step < 127 ? step : 127;
    const float rounded = step + 12582912.0f;  // 1.5 × 2²³: the sum has no fraction
    int32_t bits;
    memcpy(&bits, &rounded, 4);
    return (uint8_t)((bits & 0xff) + 128);
}

static void pack_unit(tk_weight weight, const float *values, size_t count, float steps_per_unit, char *unit) {
    switch (weight) {
    case TK_WEIGHT_FLOAT32: memcpy(unit, values, 4); break;
    case TK_WEIGHT_BFLOAT16: {
        float pair[2] = {values[0], count > 1 ? values[1] : 0};
        tk_narrow_to_bfloat16(pair, unit, 2);
        break;
    }
    case TK_WEIGHT_INT8:
        for (size_t i = 0; i < 4; i++)
            unit[i] = (char)(i < count ? unsigned_step(values[i], steps_per_unit) : 128);
        break;
    }
}

void tk_pack_panel(
    tk_weight weight, const float *const rows[32], size_t inputs, size_t taps, void *panel, float *scales) {
    const size_t length = tk_unit_length(weight), units = tk_units(weight, inputs);
    float steps_per_unit[TK_PANEL_COLUMNS] = {};
    if (weight == TK_WEIGHT_INT8)
        for (size_t column = 0; column < TK_PANEL_COLUMNS; column++) {
            const float largest = rows[column] ? largest_magnitude(rows[column], inputs * taps) : 0;
            scales[column] = largest / 127;
            steps_per_unit[column] = largest > 0 ? 127 / largest : 0;
        }
    char *unit = panel;
    for (size_t tap = 0; tap < taps; tap++)
        for (size_t u = 0; u < units; u++)
            for (size_t column = 0; column < TK_PANEL_COLUMNS; column++, unit += TK_UNIT_BYTES) {
                const size_t first = u * length, left = inputs - first, count = left < length ? left : length;
                float values[4] = {};
                for (size_t i = 0; rows[column] && i < count; i++) values[i] = rows[column][(first + i) * taps + tap];
                pack_unit(weight, values, count, steps_per_unit[column], unit);
            }
}
