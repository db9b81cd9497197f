#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Tells the core that this thread waits for another one, which then gets more of the core.
static inline void tk_spin_pause(void) {
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// `count` bfloat16 numbers (the upper halves of floats) as floats. `source` may lie at any address.
void tk_widen_bfloat16(const void *source, float *destination, size_t count);

/// `count` IEEE half-precision numbers as floats. `source` may lie at any address.
void tk_widen_float16(const void *source, float *destination, size_t count);

/// `count` floats as bfloat16, rounded to the nearest, ties to even; a NaN stays a NaN.
void tk_narrow_to_bfloat16(const float *source, void *destination, size_t count);

#ifdef __cplusplus
}
#endif
