#include "CPixelKernels.h"
#include "multi_isa.h"

MULTI_ISA void pk_split_bytes(float *restrict red, float *restrict green, float *restrict blue,
                              const uint8_t *restrict pixels, size_t channels, size_t count, const float table[256]) {
    for (size_t i = 0; i < count; i++, pixels += channels) {
        red[i] = table[pixels[0]];
        green[i] = table[pixels[1]];
        blue[i] = table[pixels[2]];
    }
}
