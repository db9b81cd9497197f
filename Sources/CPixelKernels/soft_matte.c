#include "CPixelKernels.h"
#include "resample.h"

MULTI_ISA void pk_exclude(float *out, const float *a, const float *b, const float *c, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) out[i] = a[i] * ((1 - b[i]) * (1 - c[i]));
}

MULTI_ISA void pk_unmix_matte(float *out, const float *alpha, const float *const image[3], size_t width, size_t height,
                              const float *const local[7], size_t low_width, size_t low_height, size_t first,
                              size_t last, float *restrict scratch) {
    const float scale_x = (float)low_width / (float)width, scale_y = (float)low_height / (float)height;
    for (size_t y = first; y < last; y++) {
        for (size_t p = 0; p < 7; p++)
            pk_mix_rows(scratch + p * low_width, local[p], low_width, low_height, y, scale_y);
        const float *row[7];
        for (size_t p = 0; p < 7; p++) row[p] = scratch + p * low_width;
        const float *red = image[0] + y * width, *green = image[1] + y * width, *blue = image[2] + y * width;
        const float *soft = alpha + y * width;
        float *target = out + y * width;
#pragma clang loop vectorize(assume_safety)
        for (uint32_t x = 0; x < width; x++) {
            const float back_r = pk_mix_columns(row[0], low_width, x, scale_x);
            const float back_g = pk_mix_columns(row[1], low_width, x, scale_x);
            const float back_b = pk_mix_columns(row[2], low_width, x, scale_x);
            const float front_r = pk_mix_columns(row[3], low_width, x, scale_x);
            const float front_g = pk_mix_columns(row[4], low_width, x, scale_x);
            const float front_b = pk_mix_columns(row[5], low_width, x, scale_x);
            const float trust = pk_mix_columns(row[6], low_width, x, scale_x);
            const float dr = back_r - front_r, dg = back_g - front_g, db = back_b - front_b;
            const float r = red[x] - front_r, g = green[x] - front_g, b = blue[x] - front_b;
            const float length2 = dr * dr + dg * dg + db * db;
            const float t = (r * dr + g * dg + b * db) / (length2 + 2e-3f), inside = pk_clamped(t, 0, 1);
            // How far the pixel's colour is off the line between both: something else is there then.
            const float er = r - dr * inside, eg = g - dg * inside, eb = b - db * inside;
            const float error2 = er * er + eg * eg + eb * eb;
            const float confidence = pk_exponential(-100 * error2) * trust *
                                     pk_smooth(0.12f, 1 / 0.18f, __builtin_sqrtf(length2));
            const float mixed = soft[x] + (pk_smooth(0.25f, 1 / 0.67f, t) - soft[x]) * pk_clamped(confidence, 0, 1);
            target[x] = pk_smooth(0.04f, 1 / 0.92f, mixed);
        }
    }
}
