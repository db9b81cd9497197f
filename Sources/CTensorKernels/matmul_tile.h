#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "MatmulKernels.h"

/// Sums of up to 14 rows × 32 columns. A row's units are read where `rows` + row × row_stride + segments[i] points, for
/// each i, and the panel's lines one after the other: a plain product has one segment, a convolution one a tap.
typedef struct {
    const char *rows;
    size_t row_stride;
    const ptrdiff_t *segments;
    size_t segment_count;
    size_t segment_units;
    const char *panel;
    /// [row_count][32] floats, or int32 for int8; aligned to 64 bytes
    void *sums;
    size_t row_count;
    /// Whether to add to what `sums` has, or to begin at zero
    bool continues;
} tk_tile;

enum { TILE_BYTES = TK_TILE_ROWS * TK_PANEL_COLUMNS * 4, LINE_BYTES = TK_PANEL_COLUMNS * TK_UNIT_BYTES };

typedef void (*tk_tile_function)(const tk_tile *);

/// The fastest way for this CPU.
tk_tile_function tk_tile_function_for(tk_weight weight);

#if defined(__x86_64__)
void tk_tile_float32_avx512(const tk_tile *tile);
void tk_tile_bfloat16_avx512(const tk_tile *tile);
void tk_tile_int8_avx512(const tk_tile *tile);
#endif
void tk_tile_float32_portable(const tk_tile *tile);
void tk_tile_bfloat16_portable(const tk_tile *tile);
void tk_tile_int8_portable(const tk_tile *tile);
