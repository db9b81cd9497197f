#pragma once

#include <string.h>

#include "TensorElements.h"
#include "multi_isa.h"

// Sixteen elements of either type, read and written as floats. `type` is a constant wherever these are inlined, so that
// one source becomes one loop per type.
//
// Vectors go in and out by address: as arguments they would need a calling convention that differs between the builds
// of MULTI_ISA, which the compiler refuses even where everything is inlined.

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef uint16_t u16x16 __attribute__((vector_size(32), aligned(2)));
typedef uint32_t u32x16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i32x16 __attribute__((vector_size(64), aligned(4)));

/// Lanes that are less become the other's: one instruction, which keeps a NaN of `v`'s out.
ALWAYS_INLINE void raise_to(f32x16 *v, const f32x16 *least) {
    const i32x16 keep = *v > *least;
    *v = (f32x16)(((i32x16)*v & keep) | ((i32x16)*least & ~keep));
}
ALWAYS_INLINE void lower_to(f32x16 *v, const f32x16 *most) {
    const i32x16 keep = *v < *most;
    *v = (f32x16)(((i32x16)*v & keep) | ((i32x16)*most & ~keep));
}

ALWAYS_INLINE void widen(f32x16 *v, const u16x16 *from) {
    *v = (f32x16)(__builtin_convertvector(*from, u32x16) << 16);
}
/// Rounded to nearest even. (The sum carries into the upper half; no NaN that arithmetic makes overflows by it.)
ALWAYS_INLINE void narrow(u16x16 *to, const f32x16 *v) {
    const u32x16 bits = (u32x16)*v;
    *to = __builtin_convertvector((bits + 0x7fff + ((bits >> 16) & 1)) >> 16, u16x16);
}

ALWAYS_INLINE size_t bytes_of(tk_element type) { return type == TK_BFLOAT16 ? 2 : 4; }
ALWAYS_INLINE const void *element_at(const void *p, size_t index, tk_element type) {
    return (const char *)p + index * bytes_of(type);
}
ALWAYS_INLINE void *place_at(void *p, size_t index, tk_element type) { return (char *)p + index * bytes_of(type); }

ALWAYS_INLINE void load(f32x16 *v, const void *p, size_t index, tk_element type) {
    const void *from = element_at(p, index, type);
    if (type == TK_BFLOAT16) widen(v, from);
    else *v = *(const f32x16 *)from;
}
ALWAYS_INLINE void store(void *p, size_t index, const f32x16 *v, tk_element type) {
    void *to = place_at(p, index, type);
    if (type == TK_BFLOAT16) narrow(to, v);
    else *(f32x16 *)to = *v;
}

/// The first `n` (less than 16) elements; the other lanes are zero.
ALWAYS_INLINE void load_part(f32x16 *v, const void *p, size_t index, size_t n, tk_element type) {
    const void *from = element_at(p, index, type);
    if (type == TK_BFLOAT16) {
        u16x16 part = {};
        memcpy(&part, from, n * 2);
        widen(v, &part);
    } else {
        *v = (f32x16){};
        memcpy(v, from, n * 4);
    }
}
ALWAYS_INLINE void store_part(void *p, size_t index, const f32x16 *v, size_t n, tk_element type) {
    void *to = place_at(p, index, type);
    if (type == TK_BFLOAT16) {
        u16x16 part;
        narrow(&part, v);
        memcpy(to, &part, n * 2);
    } else {
        memcpy(to, v, n * 4);
    }
}

ALWAYS_INLINE void load_up_to(f32x16 *v, const void *p, size_t index, size_t n, tk_element type) {
    if (n >= 16) load(v, p, index, type);
    else load_part(v, p, index, n, type);
}
ALWAYS_INLINE void store_up_to(void *p, size_t index, const f32x16 *v, size_t n, tk_element type) {
    if (n >= 16) store(p, index, v, type);
    else store_part(p, index, v, n, type);
}

typedef float f32x8 __attribute__((vector_size(32), aligned(4)));
typedef float f32x4 __attribute__((vector_size(16), aligned(4)));

/// The sum of the lanes, halves added to halves: always in this order.
ALWAYS_INLINE float sum_of(const f32x16 *v) {
    const f32x8 eight = __builtin_shufflevector(*v, *v, 0, 1, 2, 3, 4, 5, 6, 7)
        + __builtin_shufflevector(*v, *v, 8, 9, 10, 11, 12, 13, 14, 15);
    const f32x4 four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3)
        + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    return (four[0] + four[2]) + (four[1] + four[3]);
}
ALWAYS_INLINE float greatest_of(const f32x16 *v) {
    float lanes[16];
    memcpy(lanes, v, sizeof lanes);
    for (int step = 8; step > 0; step /= 2)
        for (int i = 0; i < step; i++) lanes[i] = lanes[i] > lanes[i + step] ? lanes[i] : lanes[i + step];
    return lanes[0];
}

/// Calls `body(…, type)` with a constant type.
#define BY_TYPE(type, body, ...)                                   \
    do {                                                           \
        if ((type) == TK_BFLOAT16) body(__VA_ARGS__, TK_BFLOAT16); \
        else body(__VA_ARGS__, TK_FLOAT32);                        \
    } while (0)
