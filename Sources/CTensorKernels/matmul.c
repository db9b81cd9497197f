#include <string.h>

#include "matmul_finish.h"
#include "matmul_rows.h"
#include "matmul_tile.h"

// A block of a product, in this order:
//
//   for each part of the units (at most 512: what follows fits the caches)
//     for each tile of rows
//       copy the rows' part, converted          14 × 2 KB, first cache
//       for each panel                          its part 64 KB, all of them second cache
//         tile += rows · panel                  sums of unfinished tiles wait in `scratch`
//         finish the tile after the last part
enum { LONGEST_PART = 512, PANEL_CACHE_BYTES = 640 << 10 };

/// Depends on the number of inputs alone: it decides in which order sums are added up.
static size_t part_of(size_t units) {
    const size_t parts = (units + LONGEST_PART - 1) / LONGEST_PART;
    return parts > 1 ? (units + parts - 1) / parts : units;
}

/// A line more than the units take: rows at multiples of a page would all fall on the same few places of the cache.
static size_t copied_stride(size_t part) { return (part * TK_UNIT_BYTES + 127) / 64 * 64; }

static size_t tile_count(size_t rows) { return (rows + TK_TILE_ROWS - 1) / TK_TILE_ROWS; }

size_t tk_panels_in_cache(tk_weight weight, size_t inputs) {
    const size_t panels = PANEL_CACHE_BYTES / (part_of(tk_units(weight, inputs)) * LINE_BYTES);
    return panels > 0 ? panels : 1;
}

size_t tk_multiply_scratch(tk_weight weight, size_t inputs, size_t rows, size_t panels) {
    const size_t units = tk_units(weight, inputs), part = part_of(units);
    const size_t tiles = part < units ? tile_count(rows) * panels : 1;
    return copied_stride(part) * TK_TILE_ROWS + tiles * TILE_BYTES;
}

static void copy_rows(
    const tk_product *p, size_t row, size_t row_count, size_t first_unit, size_t units, char *copies, size_t stride) {
    const size_t length = tk_unit_length(p->weight), first = first_unit * length, left = p->inputs - first;
    const size_t count = left < units * length ? left : units * length;
    for (size_t r = 0; r < row_count; r++) {
        char *copy = copies + r * stride;
        if (p->weight == TK_WEIGHT_INT8)
            memcpy(copy, p->quantised->values + ((row + r) * p->quantised->units + first_unit) * 4, units * 4);
        else tk_copy_units(p->weight, copy, p->x, p->type, (row + r) * p->inputs + first, count);
    }
}

void tk_multiply(
    const tk_product *p, size_t first_row, size_t last_row, size_t first_panel, size_t last_panel, void *scratch) {
    static const ptrdiff_t whole[1] = {0};
    const size_t units = tk_units(p->weight, p->inputs), part = part_of(units), stride = copied_stride(part);
    const size_t rows = last_row - first_row, tiles = tile_count(rows), panels = last_panel - first_panel;
    const size_t panel_outputs = p->finish.gated ? TK_PANEL_COLUMNS / 2 : TK_PANEL_COLUMNS;
    const tk_tile_function add_up = tk_tile_function_for(p->weight);
    char *const copies = scratch, *const sums = copies + stride * TK_TILE_ROWS;
    for (size_t unit = 0; unit < units; unit += part) {
        const size_t part_units = units - unit < part ? units - unit : part;
        const bool is_last = unit + part_units == units;
        for (size_t t = 0; t < tiles; t++) {
            // Rows are spread evenly over the tiles: one with few rows would wait for each product.
            const size_t row = first_row + rows * t / tiles, row_count = first_row + rows * (t + 1) / tiles - row;
            copy_rows(p, row, row_count, unit, part_units, copies, stride);
            for (size_t i = 0; i < panels; i++) {
                const char *panel = (const char *)p->panels + (first_panel + i) * units * LINE_BYTES;
                const tk_tile tile = {
                    .rows = copies, .row_stride = stride, .segments = whole, .segment_count = 1,
                    .segment_units = part_units, .panel = panel + unit * LINE_BYTES,
                    .sums = part < units ? sums + (t * panels + i) * TILE_BYTES : sums,
                    .row_count = row_count, .continues = unit > 0};
                add_up(&tile);
                if (!is_last) continue;
                const tk_finished_tile finished = {
                    .sums = tile.sums, .row_count = row_count, .panel = first_panel + i,
                    .first_element = row * p->finish.outputs + (first_panel + i) * panel_outputs,
                    .row_step = p->finish.outputs,
                    .quantised = p->weight == TK_WEIGHT_INT8 ? p->quantised : 0, .first_row = row,
                    .panel_weights = panel};
                tk_finish_tile(&p->finish, &finished);
            }
        }
    }
}
