#include <string.h>

#include "LayerKernels.h"

void tk_copy_rows(const void *from, size_t from_stride, void *to, size_t to_stride, size_t bytes, size_t rows) {
    for (size_t row = 0; row < rows; row++)
        memcpy((char *)to + row * to_stride, (const char *)from + row * from_stride, bytes);
}

void tk_upsample_rows(const void *from, void *to, size_t width, size_t rows, size_t pixel_bytes) {
    const size_t to_bytes = 2 * width * pixel_bytes;
    for (size_t row = 0; row < rows; row++) {
        const char *in = (const char *)from + row * width * pixel_bytes;
        char *out = (char *)to + 2 * row * to_bytes;
        for (size_t x = 0; x < width; x++) {
            memcpy(out + 2 * x * pixel_bytes, in + x * pixel_bytes, pixel_bytes);
            memcpy(out + (2 * x + 1) * pixel_bytes, in + x * pixel_bytes, pixel_bytes);
        }
        memcpy(out + to_bytes, out, to_bytes);
    }
}
