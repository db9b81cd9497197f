#include "matmul_tile.h"

// The inner loops of all products: 28 sums, 2 registers of weights, and one of a row's unit in every element. Per line
// of the panel these are 28 multiplications, 2 loads and 14 broadcast loads, so that the multipliers never wait: one
// core reaches 97 to 100 % of what its registers alone could do, even with weights that come from the third cache.
//
// They need what vector types cannot say (vdpbf16ps, vpdpbusd), and a tile that fits 32 registers; for all other CPUs
// matmul_tile_portable.c has the same.
#if defined(__x86_64__)
#include <immintrin.h>

// The row count is a constant in each copy, so all sums live in registers.
#define DEFINE_TILE(name, features, vector, zero, load, store, broadcast, dot)                                        \
    static inline __attribute__((always_inline, target(features))) void name##_rows(                                  \
        const tk_tile *tile, const size_t row_count) {                                                                \
        vector sums[TK_TILE_ROWS][2];                                                                                 \
        char *const place = tile->sums;                                                                               \
        _Pragma("clang loop unroll(full)") for (size_t r = 0; r < row_count; r++) {                                   \
            sums[r][0] = tile->continues ? load(place + r * LINE_BYTES) : zero;                                       \
            sums[r][1] = tile->continues ? load(place + r * LINE_BYTES + 64) : zero;                                  \
        }                                                                                                             \
        const char *panel = tile->panel;                                                                              \
        const size_t stride = tile->row_stride, units = tile->segment_units;                                          \
        for (size_t s = 0; s < tile->segment_count; s++) {                                                            \
            const char *unit = tile->rows + tile->segments[s];                                                        \
            for (size_t u = 0; u < units; u++) {                                                                      \
                const vector left = load(panel), right = load(panel + 64);                                            \
                _Pragma("clang loop unroll(full)") for (size_t r = 0; r < row_count; r++) {                           \
                    const vector x = broadcast(unit + r * stride);                                                    \
                    sums[r][0] = dot(sums[r][0], x, left);                                                            \
                    sums[r][1] = dot(sums[r][1], x, right);                                                           \
                }                                                                                                     \
                unit += TK_UNIT_BYTES;                                                                                \
                panel += LINE_BYTES;                                                                                  \
            }                                                                                                         \
        }                                                                                                             \
        _Pragma("clang loop unroll(full)") for (size_t r = 0; r < row_count; r++) {                                   \
            store(place + r * LINE_BYTES, sums[r][0]);                                                                \
            store(place + r * LINE_BYTES + 64, sums[r][1]);                                                           \
        }                                                                                                             \
    }                                                                                                                 \
    __attribute__((target(features))) void name(const tk_tile *tile) {                                                \
        switch (tile->row_count) {                                                                                    \
        case 1: name##_rows(tile, 1); break;                                                                          \
        case 2: name##_rows(tile, 2); break;                                                                          \
        case 3: name##_rows(tile, 3); break;                                                                          \
        case 4: name##_rows(tile, 4); break;                                                                          \
        case 5: name##_rows(tile, 5); break;                                                                          \
        case 6: name##_rows(tile, 6); break;                                                                          \
        case 7: name##_rows(tile, 7); break;                                                                          \
        case 8: name##_rows(tile, 8); break;                                                                          \
        case 9: name##_rows(tile, 9); break;                                                                          \
        case 10: name##_rows(tile, 10); break;                                                                        \
        case 11: name##_rows(tile, 11); break;                                                                        \
        case 12: name##_rows(tile, 12); break;                                                                        \
        case 13: name##_rows(tile, 13); break;                                                                        \
        case 14: name##_rows(tile, 14); break;                                                                        \
        }                                                                                                             \
    }

#define LOAD_FLOATS(p) _mm512_loadu_ps(p)
#define STORE_FLOATS(p, v) _mm512_storeu_ps(p, v)
#define BROADCAST_FLOAT(p) _mm512_set1_ps(*(const float *)(p))
#define LOAD_INTEGERS(p) _mm512_loadu_si512(p)
#define STORE_INTEGERS(p, v) _mm512_storeu_si512(p, v)
#define BROADCAST_INTEGER(p) _mm512_set1_epi32(*(const int32_t *)(p))

#define FLOAT32_DOT(sum, x, w) _mm512_fmadd_ps(x, w, sum)
#define BFLOAT16_DOT(sum, x, w) _mm512_dpbf16_ps(sum, (__m512bh)(x), (__m512bh)(w))
#define INT8_DOT(sum, x, w) _mm512_dpbusd_epi32(sum, w, x)

#define AVX512 "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,fma"

DEFINE_TILE(
    tk_tile_float32_avx512, AVX512, __m512, _mm512_setzero_ps(), LOAD_FLOATS, STORE_FLOATS, BROADCAST_FLOAT,
    FLOAT32_DOT)
DEFINE_TILE(
    tk_tile_bfloat16_avx512, AVX512 ",avx512bf16", __m512, _mm512_setzero_ps(), LOAD_FLOATS, STORE_FLOATS,
    BROADCAST_FLOAT, BFLOAT16_DOT)
DEFINE_TILE(
    tk_tile_int8_avx512, AVX512 ",avx512vnni", __m512i, _mm512_setzero_si512(), LOAD_INTEGERS, STORE_INTEGERS,
    BROADCAST_INTEGER, INT8_DOT)
#endif
