#include "element_vectors.h"
#include "matmul_tile.h"

// The same tiles in plain vector types, five rows and sixteen columns at a time: their sums fit the sixteen registers
// of AVX2.

enum { GROUP = 5 };

/// A group of rows and half of a panel: where to read and write, row by row. Rows beyond the tile repeat its last one.
typedef struct {
    const char *rows[GROUP];
    char *sums[GROUP];
    size_t row_count;
    const char *panel;
} group;

ALWAYS_INLINE group group_of(const tk_tile *tile, size_t first, size_t half) {
    const size_t left = tile->row_count - first;
    group g = {.row_count = left < GROUP ? left : GROUP, .panel = tile->panel + half * 64};
    for (size_t r = 0; r < GROUP; r++) {
        const size_t row = first + (r < g.row_count ? r : g.row_count - 1);
        g.rows[r] = tile->rows + row * tile->row_stride;
        g.sums[r] = (char *)tile->sums + row * LINE_BYTES + half * 64;
    }
    return g;
}

ALWAYS_INLINE float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

// MARK: - float32, and bfloat16 as two float32

ALWAYS_INLINE void float_group(const tk_tile *tile, group g, const bool pairs) {
    f32x16 sums[GROUP];
    for (size_t r = 0; r < GROUP; r++) sums[r] = tile->continues ? *(const f32x16 *)g.sums[r] : (f32x16){};
    const char *line = g.panel;
    for (size_t s = 0; s < tile->segment_count; s++)
        for (size_t u = 0; u < tile->segment_units; u++, line += LINE_BYTES) {
            const u32x16 weights = *(const u32x16 *)line;
            const f32x16 first = (f32x16)(pairs ? weights << 16 : weights), second = (f32x16)(weights & 0xffff0000);
            for (size_t r = 0; r < GROUP; r++) {
                uint32_t x;
                memcpy(&x, g.rows[r] + tile->segments[s] + u * TK_UNIT_BYTES, 4);
                sums[r] += first * float_of(pairs ? x << 16 : x);
                if (pairs) sums[r] += second * float_of(x & 0xffff0000);
            }
        }
    for (size_t r = 0; r < g.row_count; r++) *(f32x16 *)g.sums[r] = sums[r];
}

MULTI_ISA void tk_tile_float32_portable(const tk_tile *tile) {
    for (size_t first = 0; first < tile->row_count; first += GROUP)
        for (size_t half = 0; half < 2; half++) float_group(tile, group_of(tile, first, half), false);
}

MULTI_ISA void tk_tile_bfloat16_portable(const tk_tile *tile) {
    for (size_t first = 0; first < tile->row_count; first += GROUP)
        for (size_t half = 0; half < 2; half++) float_group(tile, group_of(tile, first, half), true);
}

// MARK: - int8

// Whole numbers below 2²⁴ are exact in a float, whatever the order of additions: 128 units add up to at most
// 512 × 255 × 127 = 16.6 million. Then they move on to int32, so the result has the same bits as vpdpbusd's.
enum { EXACT_UNITS = 128 };

ALWAYS_INLINE void integer_group(const tk_tile *tile, group g) {
    if (!tile->continues)
        for (size_t r = 0; r < g.row_count; r++) *(i32x16 *)g.sums[r] = (i32x16){};
    const char *line = g.panel;
    for (size_t s = 0; s < tile->segment_count; s++)
        for (size_t begin = 0; begin < tile->segment_units; begin += EXACT_UNITS) {
            const size_t left = tile->segment_units - begin, units = left < EXACT_UNITS ? left : EXACT_UNITS;
            f32x16 sums[GROUP] = {};
            for (size_t u = begin; u < begin + units; u++, line += LINE_BYTES) {
                u32x16 weights = *(const u32x16 *)line;
                for (int byte = 0; byte < 4; byte++, weights >>= 8) {
                    const f32x16 w = __builtin_convertvector((i32x16)(weights & 255), f32x16);
                    for (size_t r = 0; r < GROUP; r++)
                        sums[r] += w * *(const int8_t *)(g.rows[r] + tile->segments[s] + u * TK_UNIT_BYTES + byte);
                }
            }
            for (size_t r = 0; r < g.row_count; r++)
                *(i32x16 *)g.sums[r] += __builtin_convertvector(sums[r], i32x16);
        }
}

MULTI_ISA void tk_tile_int8_portable(const tk_tile *tile) {
    for (size_t first = 0; first < tile->row_count; first += GROUP)
        for (size_t half = 0; half < 2; half++) integer_group(tile, group_of(tile, first, half));
}
