#pragma once
#include "elementary.h"
#include <stddef.h>

/// Where an output pixel's centre falls among the input's, clamped to 0…size-1.
static inline float pk_source_position(size_t index, float scale, size_t in_size) {
    return pk_clamped(((float)index + 0.5f) * scale - 0.5f, 0, (float)(in_size - 1));
}

/// Row y of the enlarged image before its columns are enlarged: the mix of two input rows.
static inline void pk_mix_rows(float *restrict out, const float *restrict in, size_t in_width, size_t in_height, size_t y,
                               float scale) {
    const float position = pk_source_position(y, scale, in_height);
    const size_t upper = (size_t)position, lower = upper + 1 < in_height ? upper + 1 : upper;
    const float t = position - (float)upper;
    const float *restrict a = in + upper * in_width, *restrict b = in + lower * in_width;
    for (size_t x = 0; x < in_width; x++) out[x] = a[x] + (b[x] - a[x]) * t;
}

/// A row at the enlarged column x.
static inline float pk_mix_columns(const float *row, size_t in_width, uint32_t x, float scale) {
    const float position = pk_clamped(((float)x + 0.5f) * scale - 0.5f, 0, (float)(in_width - 1));
    const int32_t last = (int32_t)in_width - 1, left = (int32_t)position, right = left < last ? left + 1 : last;
    return row[left] + (row[right] - row[left]) * (position - (float)left);
}
