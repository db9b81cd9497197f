#pragma once

#include "MatmulKernels.h"

/// What an int8 convolution knows of each pixel of a patch's copy: its scale and offset (tk_quantised), and which row
/// of the quantised picture it is, −1 beside it.
typedef struct {
    float *scales;
    int32_t *offsets;
    int32_t *rows;
} tk_patch_pixels;

/// The sums of one tap, which every row has from another pixel.
typedef struct {
    /// [row_count][32] int32
    const void *sums;
    /// [row_count][32] floats
    float *totals;
    size_t row_count;
    /// Row r's pixel: `first_pixel` + r × `step`
    tk_patch_pixels pixels;
    size_t first_pixel, step;
    const tk_quantised *quantised;
    /// The tap's lines of the panel
    const void *tap_weights;
    /// Whether totals begin with this tap
    bool is_first;
    /// [32] with the last tap, NULL before: what totals are multiplied by in the end
    const float *column_scales;
} tk_tap;

/// totals += scale × (sums + offset) + outliers
void tk_add_tap(const tk_tap *tap);
