#pragma once

// Put in front of a kernel: the compiler emits it once per instruction set, and the loader picks the best one that the
// CPU has (cpu_features.c says how to hide some). The code itself stays plain C with vector types, no intrinsics.
// (With a sanitizer the loader would call into a runtime that is not up yet, so: one build only.)
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#define TK_HAS_RESOLVERS 1
#define MULTI_ISA __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TK_HAS_RESOLVERS 0
#define MULTI_ISA
#endif

// A product and a sum may be rounded once: instruction sets differ in the last bits, far below what networks notice.
// On one machine the result is still always the same.
#pragma STDC FP_CONTRACT ON

/// Sixteen floats: one AVX-512 register, two AVX2 ones, four NEON ones; at any address.
typedef float f32x16 __attribute__((vector_size(64), aligned(4)));
