#include "RenderingKernels.h"
#include "rendering_math.h"

PER_PIXEL float between(float x, float low, float high) { return pk_minimum(pk_maximum(x, low), high); }

MULTI_ISA void pk_sharpening_rows(
    float *restrict out, const float *restrict plane, const float *restrict soft, float amount, int width, int height,
    int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++) {
        const float *restrict above = plane + (size_t)(y > 0 ? y - 1 : 0) * width;
        const float *restrict here = plane + (size_t)y * width;
        const float *restrict below = plane + (size_t)(y + 1 < height ? y + 1 : y) * width;
        for (int x = 0; x < width; x++) {
            const int l = x > 0 ? x - 1 : 0, r = x + 1 < width ? x + 1 : x;
            const float middle = here[x];
            const float low = pk_minimum(
                pk_minimum(pk_minimum(above[l], above[x]), pk_minimum(above[r], here[l])),
                pk_minimum(pk_minimum(here[r], below[l]), pk_minimum(below[x], pk_minimum(below[r], middle))));
            const float high = pk_maximum(
                pk_maximum(pk_maximum(above[l], above[x]), pk_maximum(above[r], here[l])),
                pk_maximum(pk_maximum(here[r], below[l]), pk_maximum(below[x], pk_maximum(below[r], middle))));
            // A little beyond what the neighbours show: texture gains, and no edge gets a visible rim.
            const size_t i = (size_t)y * width + x;
            out[i] = between(middle + amount * (middle - soft[i]), low - 0.015f, high + 0.015f) - middle;
        }
    }
}
