#include "CPixelKernels.h"
#include "elementary.h"

MULTI_ISA void pk_warp_bilinear(float *restrict out, const float *restrict x, const float *restrict y, size_t count,
                                const float *restrict in, size_t in_width, size_t in_height) {
    const int32_t width = (int32_t)in_width, right_end = width - 1, bottom_end = (int32_t)in_height - 1;
    for (size_t i = 0; i < count; i++) {
        const float px = pk_clamped(x[i], 0, (float)right_end), py = pk_clamped(y[i], 0, (float)bottom_end);
        const int32_t left = (int32_t)px, top = (int32_t)py;
        const int32_t right = left < right_end ? left + 1 : left, bottom = top < bottom_end ? top + 1 : top;
        const float tx = px - (float)left, ty = py - (float)top;
        const float a = in[top * width + left], b = in[top * width + right];
        const float c = in[bottom * width + left], d = in[bottom * width + right];
        const float upper = a + (b - a) * tx, lower = c + (d - c) * tx;
        out[i] = upper + (lower - upper) * ty;
    }
}
