#include <string.h>

#include "matmul_finish.h"
#include "matmul_rows.h"
#include "matmul_tile.h"

// A block of a product, in this order:
//
//   for each part of the units (at most 1024)
//     for each tile of rows
//       copy the rows' part, converted, if it cannot be read in place
//       for each panel                          its part streams by, from the second or third cache
//         ask for the next tile's rows, and     they come from memory, which is far
//           for what is added to this one
//         tile += rows · panel                  sums of unfinished tiles wait in `scratch`
//         finish the tile after the last part
enum { LONGEST_PART = 1024, PANEL_CACHE_BYTES = 1280 << 10, MOST_PANELS = 24 };

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
    return panels < 1 ? 1 : panels < MOST_PANELS ? panels : MOST_PANELS;
}

size_t tk_multiply_scratch(tk_weight weight, size_t inputs, size_t rows, size_t panels) {
    const size_t units = tk_units(weight, inputs), part = part_of(units);
    const size_t tiles = part < units ? tile_count(rows) * panels : 1;
    return copied_stride(part) * TK_TILE_ROWS + tiles * TILE_BYTES;
}

/// Rows of activations as the tiles read them.
typedef struct {
    const char *first;
    size_t stride;
} row_view;

/// Where a block's rows lie, and whether tiles can read them there.
static row_view whole_rows(const tk_product *p) {
    if (p->weight == TK_WEIGHT_INT8)
        return (row_view){(const char *)p->quantised->values, p->quantised->units * TK_UNIT_BYTES};
    return (row_view){p->x, p->inputs * (p->type == TK_BFLOAT16 ? 2 : 4)};
}

static bool can_stay(const tk_product *p, row_view rows) {
    const bool has_type = p->weight == TK_WEIGHT_INT8
        || p->type == (p->weight == TK_WEIGHT_BFLOAT16 ? TK_BFLOAT16 : TK_FLOAT32);
    // Fourteen rows in a few of the first cache's 64 sets of 8 lines push each other out.
    size_t sets = 64;
    for (size_t lines = rows.stride / 64; sets > 1 && lines % 2 == 0; lines /= 2) sets /= 2;
    return has_type && p->inputs % tk_unit_length(p->weight) == 0 && (uintptr_t)rows.first % TK_UNIT_BYTES == 0
        && rows.stride % TK_UNIT_BYTES == 0 && sets >= 4;
}

static void copy_rows(
    const tk_product *p, row_view rows, size_t row, size_t row_count, size_t first_unit, size_t units, char *copies) {
    const size_t length = tk_unit_length(p->weight), first = first_unit * length, left = p->inputs - first;
    const size_t count = left < units * length ? left : units * length, stride = copied_stride(units);
    for (size_t r = 0; r < row_count; r++) {
        const char *whole = rows.first + (row + r) * rows.stride;
        if (p->weight == TK_WEIGHT_INT8) memcpy(copies + r * stride, whole + first_unit * TK_UNIT_BYTES, units * 4);
        else tk_copy_units(p->weight, copies + r * stride, whole, p->type, first, count);
    }
}

/// What the next tile reads, and how much of it has been asked for.
typedef struct {
    const char *row;
    size_t stride, bytes;
    size_t rows_left, offset;
} row_requests;

/// Asks for the next `lines` lines of 64 bytes.
static void request(row_requests *requests, size_t lines) {
    for (; lines > 0 && requests->rows_left > 0; lines--) {
        __builtin_prefetch(requests->row + requests->offset, 0, 2);
        requests->offset += 64;
        if (requests->offset < requests->bytes) continue;
        requests->offset = 0;
        requests->row += requests->stride;
        requests->rows_left--;
    }
}

/// Asks for what is added to a tile's outputs.
static void request_residual(const tk_finish *f, size_t first_row, size_t last_row, size_t column) {
    const size_t bytes = f->residual_type == TK_BFLOAT16 ? 2 : 4;
    for (size_t row = first_row; row < last_row; row++)
        __builtin_prefetch((const char *)f->residual + (row * f->outputs + column) * bytes);
}

void tk_multiply(
    const tk_product *p, size_t first_row, size_t last_row, size_t first_panel, size_t last_panel, void *scratch) {
    static const ptrdiff_t whole[1] = {0};
    const size_t units = tk_units(p->weight, p->inputs), part = part_of(units);
    const size_t rows = last_row - first_row, tiles = tile_count(rows), panels = last_panel - first_panel;
    const size_t panel_outputs = p->finish.gated ? TK_PANEL_COLUMNS / 2 : TK_PANEL_COLUMNS;
    const tk_tile_function add_up = tk_tile_function_for(p->weight);
    const row_view view = whole_rows(p);
    const bool in_place = can_stay(p, view);
    const size_t unit_bytes = view.stride / units;
    char *const copies = scratch, *const sums = copies + copied_stride(part) * TK_TILE_ROWS;
    for (size_t unit = 0; unit < units; unit += part) {
        const size_t part_units = units - unit < part ? units - unit : part;
        const bool is_last = unit + part_units == units;
        for (size_t t = 0; t < tiles; t++) {
            // Rows are spread evenly over the tiles: one with few rows would wait for each product.
            const size_t row = first_row + rows * t / tiles, next = first_row + rows * (t + 1) / tiles;
            const size_t after = t + 1 < tiles ? first_row + rows * (t + 2) / tiles : next;
            row_requests requests = {
                .row = view.first + next * view.stride + unit * unit_bytes, .stride = view.stride,
                .bytes = part_units * unit_bytes, .rows_left = after - next};
            if (!in_place) copy_rows(p, view, row, next - row, unit, part_units, copies);
            for (size_t i = 0; i < panels; i++) {
                request(&requests, (after - next) * (requests.bytes / 64 + 1) / panels + 1);
                const char *panel = (const char *)p->panels + (first_panel + i) * units * LINE_BYTES;
                const tk_tile tile = {
                    .rows = in_place ? view.first + row * view.stride + unit * TK_UNIT_BYTES : copies,
                    .row_stride = in_place ? view.stride : copied_stride(part_units), .segments = whole,
                    .segment_count = 1, .segment_units = part_units, .panel = panel + unit * LINE_BYTES,
                    .sums = part < units ? sums + (t * panels + i) * TILE_BYTES : sums, .row_count = next - row,
                    .continues = unit > 0};
                if (is_last && p->finish.residual)
                    request_residual(&p->finish, row, next, (first_panel + i) * panel_outputs);
                add_up(&tile);
                if (!is_last) continue;
                const tk_finished_tile finished = {
                    .sums = tile.sums, .row_count = next - row, .panel = first_panel + i,
                    .first_element = row * p->finish.outputs + (first_panel + i) * panel_outputs,
                    .row_step = p->finish.outputs,
                    .quantised = p->weight == TK_WEIGHT_INT8 ? p->quantised : 0, .first_row = row,
                    .panel_weights = panel};
                tk_finish_tile(&p->finish, &finished);
            }
        }
    }
}
