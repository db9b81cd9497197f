#include "StorageKernels.h"

#include <string.h>

// Loops that compilers turn into vectors by themselves; they are bounded by memory, not by the instruction set.

void tk_widen_bfloat16(const void *source, float *destination, size_t count) {
    const char *bytes = source;
    for (size_t i = 0; i < count; i++) {
        uint16_t stored;
        memcpy(&stored, bytes + 2 * i, 2);
        const uint32_t bits = (uint32_t)stored << 16;
        memcpy(&destination[i], &bits, 4);
    }
}

void tk_widen_float16(const void *source, float *destination, size_t count) {
    const char *bytes = source;
    for (size_t i = 0; i < count; i++) {
        uint16_t stored;
        memcpy(&stored, bytes + 2 * i, 2);
        // With exponent and fraction moved to their places the value is 2^112 too small, subnormal ones included.
        const uint32_t moved = (uint32_t)(stored & 0x7fff) << 13;
        float value;
        memcpy(&value, &moved, 4);
        value *= 0x1p112f;
        uint32_t bits;
        memcpy(&bits, &value, 4);
        // Infinity and NaN: the exponent is full whatever the product made of it.
        if (moved >= 0x0f800000) bits = moved | 0x7f800000;
        bits |= (uint32_t)(stored & 0x8000) << 16;
        memcpy(&destination[i], &bits, 4);
    }
}

void tk_narrow_to_bfloat16(const float *source, void *destination, size_t count) {
    char *bytes = destination;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &source[i], 4);
        const uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
        const uint32_t quiet = bits >> 16 | 0x40;
        const uint16_t stored = (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? quiet : rounded);
        memcpy(bytes + 2 * i, &stored, 2);
    }
}
