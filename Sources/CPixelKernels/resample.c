#include "CPixelKernels.h"
#include "resample.h"

MULTI_ISA void pk_downsample_area(float *restrict out, size_t out_width, size_t out_height, const float *restrict in,
                                  size_t in_width, size_t in_height, size_t first, size_t last,
                                  float *restrict scratch) {
    // Positions in units of 1/out of an input pixel are whole numbers: no rounding decides which pixels count.
    for (size_t y = first; y < last; y++) {
        const size_t top = y * in_height, bottom = top + in_height;
        for (size_t x = 0; x < in_width; x++) scratch[x] = 0;
        for (size_t row = top / out_height; row * out_height < bottom; row++) {
            const size_t low = row * out_height > top ? row * out_height : top;
            const size_t high = (row + 1) * out_height < bottom ? (row + 1) * out_height : bottom;
            const float weight = (float)(high - low) / (float)in_height;
            const float *restrict source = in + row * in_width;
            for (size_t x = 0; x < in_width; x++) scratch[x] += weight * source[x];
        }
        float *restrict target = out + y * out_width;
        if (in_width % out_width == 0) {
            const size_t factor = in_width / out_width;
            const float scale = 1.0f / (float)factor;
            for (size_t x = 0; x < out_width; x++) {
                float sum = 0;
                for (size_t k = 0; k < factor; k++) sum += scratch[x * factor + k];
                target[x] = sum * scale;
            }
            continue;
        }
        for (size_t x = 0; x < out_width; x++) {
            const size_t left = x * in_width, right = left + in_width;
            float sum = 0;
            for (size_t column = left / out_width; column * out_width < right; column++) {
                const size_t low = column * out_width > left ? column * out_width : left;
                const size_t high = (column + 1) * out_width < right ? (column + 1) * out_width : right;
                sum += scratch[column] * (float)(high - low);
            }
            target[x] = sum / (float)in_width;
        }
    }
}

MULTI_ISA void pk_resample_bilinear(float *restrict out, size_t out_width, size_t out_height, const float *restrict in,
                                    size_t in_width, size_t in_height, size_t first, size_t last,
                                    float *restrict scratch) {
    const float scale_x = (float)in_width / (float)out_width, scale_y = (float)in_height / (float)out_height;
    for (size_t y = first; y < last; y++) {
        pk_mix_rows(scratch, in, in_width, in_height, y, scale_y);
        float *restrict target = out + y * out_width;
        for (uint32_t x = 0; x < out_width; x++) target[x] = pk_mix_columns(scratch, in_width, x, scale_x);
    }
}

/// Catmull-Rom weights of the pixels before, at, after and two after the position, `t` past the second.
static inline void cubic_weights(float weights[4], float t) {
    weights[0] = t * (-0.5f + t * (1.0f - 0.5f * t));
    weights[1] = 1.0f + t * t * (-2.5f + 1.5f * t);
    weights[2] = t * (0.5f + t * (2.0f - 1.5f * t));
    weights[3] = t * t * (-0.5f + 0.5f * t);
}

static inline ptrdiff_t held(ptrdiff_t index, size_t size) {
    return index < 0 ? 0 : index >= (ptrdiff_t)size ? (ptrdiff_t)size - 1 : index;
}

MULTI_ISA void pk_resample_bicubic(float *restrict out, size_t out_width, size_t out_height, const float *restrict in,
                                   size_t in_width, size_t in_height, size_t first, size_t last,
                                   float *restrict scratch) {
    const float scale_x = (float)in_width / (float)out_width, scale_y = (float)in_height / (float)out_height;
    for (size_t y = first; y < last; y++) {
        const float position = pk_source_position(y, scale_y, in_height);
        const ptrdiff_t row = (ptrdiff_t)position;
        float w[4];
        cubic_weights(w, position - (float)row);
        const float *restrict r0 = in + held(row - 1, in_height) * (ptrdiff_t)in_width;
        const float *restrict r1 = in + row * (ptrdiff_t)in_width;
        const float *restrict r2 = in + held(row + 1, in_height) * (ptrdiff_t)in_width;
        const float *restrict r3 = in + held(row + 2, in_height) * (ptrdiff_t)in_width;
        for (size_t x = 0; x < in_width; x++) scratch[x] = w[0] * r0[x] + w[1] * r1[x] + w[2] * r2[x] + w[3] * r3[x];
        float *restrict target = out + y * out_width;
        const int32_t end = (int32_t)in_width - 1;
        for (uint32_t x = 0; x < out_width; x++) {
            const float place = pk_clamped(((float)x + 0.5f) * scale_x - 0.5f, 0, (float)end);
            const int32_t i1 = (int32_t)place, i0 = i1 > 0 ? i1 - 1 : 0, i2 = i1 < end ? i1 + 1 : end,
                          i3 = i1 + 1 < end ? i1 + 2 : end;
            const float t = place - (float)i1;
            float v[4];
            cubic_weights(v, t);
            target[x] = v[0] * scratch[i0] + v[1] * scratch[i1] + v[2] * scratch[i2] + v[3] * scratch[i3];
        }
    }
}
