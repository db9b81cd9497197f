#pragma once

#include <stdbool.h>

// Which instructions the kernels may use that vector types cannot reach (see multi_isa.h for those that they can).
// (The C library cannot hide AVX512_BF16 and AVX512_VNNI by themselves; hiding AVX512F hides them too.)

/// AVX-512 as in x86-64-v4.
bool tk_has_avx512(void);
/// `vdpbf16ps` on whole registers.
bool tk_has_bfloat16_dot(void);
/// `vpdpbusd` on whole registers.
bool tk_has_int8_dot(void);
