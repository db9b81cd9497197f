#include "CPixelKernels.h"
#include "elementary.h"

void pk_histogram(uint32_t *bins, size_t bin_count, const float *in, size_t count, size_t stride, float low,
                  float high) {
    const float scale = (float)bin_count / (high - low), end = (float)(bin_count - 1);
    for (size_t i = 0; i < count; i += stride) bins[(size_t)pk_clamped((in[i] - low) * scale, 0, end)]++;
}
