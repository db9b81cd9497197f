#include <string.h>

#include "convolution_taps.h"
#include "matmul_finish.h"
#include "matmul_rows.h"
#include "matmul_tile.h"
#include "winograd.h"

// A patch of a convolution, in this order:
//
//   copy the patch's pixels and their neighbours, converted, with zeros around the picture       second cache
//   for each panel (and phase), for each run of 14 pixels
//     tile = the run's neighbours · panel, each tap a segment                                    read in place
//     finish the tile
//
// Runs go on from one row of the copy to the next, through the neighbours at its sides: what they compute there belongs
// to no pixel and is dropped. That costs 2 pixels a row; runs that end with the row would leave up to 13 empty. (With a
// stride the next row is not where the run would meet it: there they do end with the row.)
enum { PATCH_CACHE_BYTES = 256 << 10, WIDEST_PATCH = 128, MOST_TAPS = 9 };

/// The copied pixels, and how the taps lie on them.
typedef struct {
    size_t units;
    /// Bytes from a pixel to the next
    size_t pitch;
    size_t rows, columns;
    size_t taps;
    /// Taps in each direction
    size_t side;
    size_t stride;
    /// How far the first tap lies above and to the left
    size_t before;
} layout;

static layout layout_of(const tk_convolution *c, tk_patch patch) {
    layout l = {.units = tk_units(c->weight, c->inputs)};
    l.pitch = l.units * TK_UNIT_BYTES;
    // Fourteen pixels at multiples of a large power of two would fall on the same few places of the first cache.
    if (l.pitch % 512 == 0) l.pitch += 64;
    l.side = c->phases ? 2 : c->kernel;
    l.taps = l.side * l.side;
    l.stride = c->phases ? 1 : c->stride;
    l.before = c->phases ? 1 : c->padding;
    const size_t reach = c->phases ? 3 : c->kernel;
    l.rows = (patch.height - 1) * l.stride + reach;
    l.columns = (patch.width - 1) * l.stride + reach;
    return l;
}

/// The pixels that patches divide.
static tk_patch whole_of(const tk_convolution *c) {
    return c->phases ? (tk_patch){c->height, c->width} : (tk_patch){c->output_height, c->output_width};
}

tk_patch tk_convolution_patch(const tk_convolution *c) {
    if (c->winograd) return tk_winograd_patch(c);
    const tk_patch whole = whole_of(c);
    const size_t across = (whole.width + WIDEST_PATCH - 1) / WIDEST_PATCH;
    tk_patch patch = {.height = 1, .width = (whole.width + across - 1) / across};
    while (patch.width > TK_TILE_ROWS) {
        const layout l = layout_of(c, patch);
        if (l.rows * l.columns * l.pitch <= PATCH_CACHE_BYTES) break;
        patch.width = (patch.width + 1) / 2;
    }
    while (patch.height < whole.height) {
        const layout l = layout_of(c, (tk_patch){patch.height + 1, patch.width});
        if (l.rows * l.columns * l.pitch > PATCH_CACHE_BYTES) break;
        patch.height++;
    }
    // Equal parts.
    const size_t down = (whole.height + patch.height - 1) / patch.height;
    patch.height = (whole.height + down - 1) / down;
    return patch;
}

static size_t rounded(size_t bytes) { return (bytes + 63) / 64 * 64; }
static size_t pixel_count(layout l) { return l.rows * l.columns; }

/// Memory of a patch: the copy, what is known of its pixels, sums of a tile, and sums of one tap.
typedef struct {
    char *copies;
    tk_patch_pixels pixels;
    char *sums, *tap_sums;
} memory;

size_t tk_convolve_scratch(const tk_convolution *c, tk_patch patch) {
    if (c->winograd) return tk_winograd_scratch(c, patch);
    const layout l = layout_of(c, patch);
    return rounded(pixel_count(l) * l.pitch) + 3 * rounded(pixel_count(l) * 4) + 2 * TILE_BYTES;
}

static memory divided(void *scratch, layout l) {
    char *const pixels = (char *)scratch + rounded(pixel_count(l) * l.pitch);
    const size_t each = rounded(pixel_count(l) * 4);
    return (memory){
        .copies = scratch,
        .pixels = {(float *)pixels, (int32_t *)(pixels + each), (int32_t *)(pixels + 2 * each)},
        .sums = pixels + 3 * each,
        .tap_sums = pixels + 3 * each + TILE_BYTES};
}

/// Copies pixels [first, last) of a row of the picture.
static void copy_pixels(const tk_convolution *c, layout l, size_t row, size_t first, size_t last, char *copies) {
    if (c->weight == TK_WEIGHT_INT8) {
        const size_t bytes = l.units * TK_UNIT_BYTES;
        for (size_t i = 0; i < last - first; i++)
            memcpy(copies + i * l.pitch, c->quantised->values + (row * c->width + first + i) * bytes, bytes);
        return;
    }
    const size_t begin = (row * c->width + first) * c->inputs;
    const bool is_same = c->type == (c->weight == TK_WEIGHT_FLOAT32 ? TK_FLOAT32 : TK_BFLOAT16);
    if (is_same && l.pitch == c->inputs * (c->type == TK_BFLOAT16 ? 2 : 4)) {
        tk_copy_units(c->weight, copies, c->x, c->type, begin, (last - first) * c->inputs);
        return;
    }
    for (size_t i = 0; i < last - first; i++)
        tk_copy_units(c->weight, copies + i * l.pitch, c->x, c->type, begin + i * c->inputs, c->inputs);
}

static ptrdiff_t held(ptrdiff_t value, ptrdiff_t most) { return value < 0 ? 0 : value < most ? value : most; }

static void copy_patch(const tk_convolution *c, layout l, size_t y, size_t x, char *copies) {
    const ptrdiff_t top = (ptrdiff_t)(y * l.stride) - (ptrdiff_t)l.before;
    const ptrdiff_t left = (ptrdiff_t)(x * l.stride) - (ptrdiff_t)l.before;
    // The copy's columns that the picture has.
    const size_t first = (size_t)held(-left, (ptrdiff_t)l.columns);
    const size_t last = (size_t)held((ptrdiff_t)c->width - left, (ptrdiff_t)l.columns);
    for (size_t i = 0; i < l.rows; i++, copies += l.columns * l.pitch) {
        const ptrdiff_t row = top + (ptrdiff_t)i;
        if (row < 0 || row >= (ptrdiff_t)c->height || last <= first) {
            memset(copies, 0, l.columns * l.pitch);
            continue;
        }
        memset(copies, 0, first * l.pitch);
        const size_t begin = (size_t)(left + (ptrdiff_t)first);
        copy_pixels(c, l, (size_t)row, begin, begin + last - first, copies + first * l.pitch);
        memset(copies + last * l.pitch, 0, (l.columns - last) * l.pitch);
    }
}

/// The scales and offsets of the copied pixels; of those that the picture does not have, zeros.
static void note_pixels(const tk_convolution *c, layout l, size_t y, size_t x, tk_patch_pixels pixels) {
    for (size_t i = 0; i < pixel_count(l); i++) {
        const ptrdiff_t row = (ptrdiff_t)(y * l.stride + i / l.columns) - (ptrdiff_t)l.before;
        const ptrdiff_t column = (ptrdiff_t)(x * l.stride + i % l.columns) - (ptrdiff_t)l.before;
        const bool exists = row >= 0 && row < (ptrdiff_t)c->height && column >= 0 && column < (ptrdiff_t)c->width;
        const size_t pixel = exists ? (size_t)row * c->width + (size_t)column : 0;
        pixels.rows[i] = exists ? (int32_t)pixel : -1;
        pixels.scales[i] = exists ? c->quantised->scales[pixel] : 0;
        pixels.offsets[i] = exists ? c->quantised->offsets[pixel] : 0;
    }
}

/// A patch while it is computed.
typedef struct {
    const tk_convolution *convolution;
    /// The convolution's, for sums that are floats already
    tk_finish finish;
    layout layout;
    memory memory;
    size_t y, x, height, width;
    size_t panel, phase;
    const char *panel_weights;
    tk_tile_function add_up;
} place;

/// Hands the pixels of a run, which begins at pixel (row, column) of the copy, to their places.
static void finish_run(const place *p, size_t row, size_t column, size_t count) {
    const tk_convolution *c = p->convolution;
    const size_t step = c->phases ? 2 : 1;
    char *sums = p->memory.sums;
    while (count > 0) {
        size_t pixels = column < p->width ? p->width - column : 0;
        if (pixels > count) pixels = count;
        const size_t output_y = (p->y + row) * step + p->phase / 2, output_x = (p->x + column) * step + p->phase % 2;
        const tk_finished_tile tile = {
            .sums = sums, .row_count = pixels, .panel = p->panel,
            .first_element = (output_y * c->output_width + output_x) * c->finish.outputs + p->panel * TK_PANEL_COLUMNS,
            .row_step = step * c->finish.outputs};
        if (pixels > 0) tk_finish_tile(&p->finish, &tile);
        const size_t passed = p->layout.columns - column < count ? p->layout.columns - column : count;
        sums += passed * LINE_BYTES;
        count -= passed;
        row++;
        column = 0;
    }
}

/// The tile's sums with int8 weights: tap after tap, since each has other pixels, and each pixel its own scale.
static void add_up_taps(const place *p, const tk_tile *run, size_t first_pixel) {
    const tk_convolution *c = p->convolution;
    const size_t tap_bytes = p->layout.units * LINE_BYTES;
    for (size_t i = 0; i < run->segment_count; i++) {
        tk_tile tile = *run;
        tile.segments = run->segments + i;
        tile.segment_count = 1;
        tile.panel = run->panel + i * tap_bytes;
        tile.sums = p->memory.tap_sums;
        p->add_up(&tile);
        const bool is_last = i + 1 == run->segment_count;
        const tk_tap tap = {
            .sums = tile.sums, .totals = run->sums, .row_count = run->row_count, .pixels = p->memory.pixels,
            .first_pixel = first_pixel + (size_t)run->segments[i] / p->layout.pitch, .step = p->layout.stride,
            .quantised = c->quantised, .tap_weights = tile.panel, .is_first = i == 0,
            .column_scales =
                is_last ? c->finish.scales + (p->phase * c->panel_count + p->panel) * TK_PANEL_COLUMNS : 0};
        tk_add_tap(&tap);
    }
}

static void convolve_panel(const place *p) {
    const layout l = p->layout;
    ptrdiff_t segments[MOST_TAPS];
    for (size_t tap = 0; tap < l.taps; tap++) {
        const size_t down = tap / l.side + p->phase / 2, right = tap % l.side + p->phase % 2;
        segments[tap] = (ptrdiff_t)((down * l.columns + right) * l.pitch);
    }
    const size_t bands = l.stride == 1 ? 1 : p->height;
    const size_t count = l.stride == 1 ? (p->height - 1) * l.columns + p->width : p->width;
    const size_t runs = (count + TK_TILE_ROWS - 1) / TK_TILE_ROWS;
    for (size_t run = 0; run < bands * runs; run++) {
        const size_t band = run / runs, i = run % runs;
        const size_t first = count * i / runs, run_count = count * (i + 1) / runs - first;
        const size_t first_pixel = (band * l.columns + first) * l.stride;
        const tk_tile tile = {
            .rows = p->memory.copies + first_pixel * l.pitch, .row_stride = l.stride * l.pitch, .segments = segments,
            .segment_count = l.taps, .segment_units = l.units, .panel = p->panel_weights, .sums = p->memory.sums,
            .row_count = run_count};
        if (p->convolution->weight == TK_WEIGHT_INT8) add_up_taps(p, &tile, first_pixel);
        else p->add_up(&tile);
        finish_run(p, band + first / l.columns, first % l.columns, run_count);
    }
}

void tk_convolve(const tk_convolution *c, tk_patch patch, size_t y, size_t x, void *scratch) {
    if (c->winograd) {
        tk_winograd(c, patch, y, x, scratch);
        return;
    }
    const tk_patch whole = whole_of(c);
    const layout l = layout_of(c, patch);
    place p = {
        .convolution = c, .finish = c->finish, .layout = l, .memory = divided(scratch, l), .y = y, .x = x,
        .add_up = tk_tile_function_for(c->weight)};
    p.finish.scales = 0;
    p.height = whole.height - y < patch.height ? whole.height - y : patch.height;
    p.width = whole.width - x < patch.width ? whole.width - x : patch.width;
    copy_patch(c, l, y, x, p.memory.copies);
    if (c->weight == TK_WEIGHT_INT8) note_pixels(c, l, y, x, p.memory.pixels);
    const size_t panel_bytes = l.taps * l.units * LINE_BYTES;
    for (p.phase = 0; p.phase < (c->phases ? 4 : 1); p.phase++)
        for (p.panel = 0; p.panel < c->panel_count; p.panel++) {
            p.panel_weights = (const char *)c->panels + (p.phase * c->panel_count + p.panel) * panel_bytes;
            convolve_panel(&p);
        }
}

void tk_fold_phase(const float *kernel, size_t inputs, size_t phase, float *folded) {
    // Of three neighbours in a row, phase 0 sees the first alone and the others on one pixel; phase 1 the other way.
    const size_t down = phase / 2, right = phase % 2;
    memset(folded, 0, inputs * 4 * sizeof *folded);
    for (size_t input = 0; input < inputs; input++)
        for (size_t i = 0; i < 3; i++)
            for (size_t j = 0; j < 3; j++)
                folded[input * 4 + (i + 1 - down) / 2 * 2 + (j + 1 - right) / 2] += kernel[input * 9 + i * 3 + j];
}
