#include "CPixelKernels.h"
#include "elementary.h"

/// Mirrors an index into 0..<size: … 1 0 | 0 1 … size-1 | size-1 size-2 …
static inline size_t mirrored(ptrdiff_t index, size_t size) {
    const ptrdiff_t period = 2 * (ptrdiff_t)size;
    ptrdiff_t i = index % period;
    if (i < 0) i += period;
    return (size_t)(i < (ptrdiff_t)size ? i : period - 1 - i);
}

MULTI_ISA void pk_symmetric_filter(float *restrict out, const float *restrict in, size_t width, size_t height,
                                   const float *restrict weights, size_t radius, size_t first, size_t last,
                                   float *restrict scratch) {
    float *restrict row = scratch + radius;
    for (size_t y = first; y < last; y++) {
        const float *restrict center = in + y * width;
        for (size_t x = 0; x < width; x++) row[x] = weights[0] * center[x];
        for (size_t k = 1; k <= radius; k++) {
            const float *restrict above = in + mirrored((ptrdiff_t)y - (ptrdiff_t)k, height) * width;
            const float *restrict below = in + mirrored((ptrdiff_t)(y + k), height) * width;
            const float weight = weights[k];
            for (size_t x = 0; x < width; x++) row[x] += weight * (above[x] + below[x]);
        }
        for (size_t k = 1; k <= radius; k++) {
            scratch[radius - k] = row[mirrored(-(ptrdiff_t)k, width)];
            row[width - 1 + k] = row[mirrored((ptrdiff_t)(width - 1 + k), width)];
        }
        float *restrict target = out + y * width;
        size_t x = 0;
        for (; x + 32 <= width; x += 32) {
            f32x16 sum0 = *(const f32x16 *)(row + x) * weights[0];
            f32x16 sum1 = *(const f32x16 *)(row + x + 16) * weights[0];
            for (size_t k = 1; k <= radius; k++) {
                const float *left = scratch + (radius + x - k), *right = row + x + k;
                sum0 += (*(const f32x16 *)left + *(const f32x16 *)right) * weights[k];
                sum1 += (*(const f32x16 *)(left + 16) + *(const f32x16 *)(right + 16)) * weights[k];
            }
            *(f32x16 *)(target + x) = sum0;
            *(f32x16 *)(target + x + 16) = sum1;
        }
        for (; x < width; x++) {
            float sum = row[x] * weights[0];
            for (size_t k = 1; k <= radius; k++) sum += (scratch[radius + x - k] + row[x + k]) * weights[k];
            target[x] = sum;
        }
    }
}
