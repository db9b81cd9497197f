#include "CPixelKernels.h"
#include "elementary.h"

enum { GROUP = 8 };

static inline size_t window_low(size_t center, size_t radius) { return center > radius ? center - radius : 0; }
static inline size_t window_high(size_t center, size_t radius, size_t size) {
    return center + radius + 1 < size ? center + radius + 1 : size;
}

/// Horizontal means of `rows` ≤ GROUP rows of column sums. Rows go side by side because each sliding sum is a chain of
/// dependent additions.
static inline __attribute__((always_inline)) void slide_rows(float *restrict out, const float *restrict sums,
                                                             size_t width, size_t radius, size_t rows,
                                                             const float *row_scale) {
    float window[GROUP] = {0};
    const size_t start = radius < width ? radius : width;
    for (size_t r = 0; r < rows; r++)
        for (size_t x = 0; x < start; x++) window[r] += sums[r * width + x];
    for (size_t x = 0; x < width; x++) {
        const size_t entering = x + radius, low = window_low(x, radius), high = window_high(x, radius, width);
        const float scale = 1.0f / (float)(high - low);
        if (entering < width)
            for (size_t r = 0; r < rows; r++) window[r] += sums[r * width + entering];
        if (x > radius)
            for (size_t r = 0; r < rows; r++) window[r] -= sums[r * width + x - radius - 1];
        for (size_t r = 0; r < rows; r++) out[r * width + x] = window[r] * (scale * row_scale[r]);
    }
}

MULTI_ISA void pk_box_blur(float *restrict out, const float *restrict in, size_t width, size_t height, size_t radius_x,
                           size_t radius_y, size_t first, size_t last, float *restrict scratch) {
    if (first >= last) return;
    float *restrict columns = scratch + GROUP * width;
    for (size_t x = 0; x < width; x++) columns[x] = 0;
    for (size_t y = window_low(first, radius_y); y < window_high(first, radius_y, height); y++)
        for (size_t x = 0; x < width; x++) columns[x] += in[y * width + x];
    float row_scale[GROUP];
    size_t waiting = 0;
    for (size_t y = first; y < last; y++) {
        if (y > first) {
            const size_t entering = y + radius_y;
            if (entering < height)
                for (size_t x = 0; x < width; x++) columns[x] += in[entering * width + x];
            if (y > radius_y)
                for (size_t x = 0; x < width; x++) columns[x] -= in[(y - radius_y - 1) * width + x];
        }
        memcpy(scratch + waiting * width, columns, width * sizeof(float));
        row_scale[waiting++] = 1.0f / (float)(window_high(y, radius_y, height) - window_low(y, radius_y));
        if (waiting == GROUP) {
            slide_rows(out + (y + 1 - GROUP) * width, scratch, width, radius_x, GROUP, row_scale);
            waiting = 0;
        }
    }
    if (waiting > 0) slide_rows(out + (last - waiting) * width, scratch, width, radius_x, waiting, row_scale);
}
