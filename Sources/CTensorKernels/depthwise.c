#include "LayerKernels.h"
#include "elementary_vectors.h"

// The tile's rows go through a ring of three, scaled and activated on the way in: each value is read and prepared once
// (but for the tile's edges), and the ring stays in the first-level cache.

enum { COLUMNS = TK_DEPTHWISE_COLUMNS, CHANNELS = TK_DEPTHWISE_CHANNELS, VECTORS = CHANNELS / 16 };

/// Columns -1…COLUMNS of a row, prepared: [column][vector of channels].
typedef f32x16 ring_row[(COLUMNS + 2) * VECTORS];

typedef struct {
    size_t row, column, channel;
    size_t rows, columns, channels;
} tile_place;

/// One vector of channels of a row. `row_below` counts from 1: 0 and height + 1 are the zeros around the picture. `n` of
/// the channels exist.
ALWAYS_INLINE void prepare(f32x16 *out, const tk_depthwise *d, const tile_place *tile, size_t row_below, size_t channel,
                           size_t n, tk_element type, tk_activation activation) {
    const f32x16 zero = {};
    if (row_below == 0 || row_below > d->height) {
        for (size_t i = 0; i < tile->columns + 2; i++) out[i * VECTORS] = zero;
        return;
    }
    size_t first = tile->column, end = tile->column + tile->columns;
    if (first > 0) first--;
    else *out = zero;
    if (end < d->width) end++;
    else out[(tile->columns + 1) * VECTORS] = zero;
    out += (first + 1 - tile->column) * VECTORS;
    f32x16 factor, offset, value;
    if (d->factors) {
        load_up_to(&factor, d->factors, channel, n, TK_FLOAT32);
        load_up_to(&offset, d->offsets, channel, n, TK_FLOAT32);
    }
    size_t place = ((row_below - 1) * d->width + first) * d->channels + channel;
    for (size_t column = first; column < end; column++, place += d->channels, out += VECTORS) {
        // The tile's next row is too far away for the CPU to guess.
        __builtin_prefetch(element_at(d->input, place + d->width * d->channels, type));
        load_up_to(&value, d->input, place, n, type);
        if (d->factors) value = value * factor + offset;
        activate(&value, activation);
        *out = value;
    }
}

/// One vector of channels of a row of the output.
ALWAYS_INLINE void convolve(const f32x16 *above, const f32x16 *same, const f32x16 *below, const tk_depthwise *d,
                            const tile_place *tile, size_t row, size_t channel, size_t n, tk_element type) {
    f32x16 weight[9], bias = {};
    for (size_t i = 0; i < 9; i++) load_up_to(&weight[i], d->weights, i * d->channels + channel, n, TK_FLOAT32);
    if (d->bias) load_up_to(&bias, d->bias, channel, n, TK_FLOAT32);
    // Three columns are in registers; each is loaded once.
    f32x16 left[3] = {above[0], same[0], below[0]}, middle[3] = {above[VECTORS], same[VECTORS], below[VECTORS]};
    size_t place = (row * d->width + tile->column) * d->channels + channel;
    for (size_t column = 0; column < tile->columns; column++, place += d->channels) {
        const size_t next = (column + 2) * VECTORS;
        const f32x16 right[3] = {above[next], same[next], below[next]};
        f32x16 sum = left[0] * weight[0] + bias, other = middle[0] * weight[1];
        sum = right[0] * weight[2] + sum;
        other = left[1] * weight[3] + other;
        sum = middle[1] * weight[4] + sum;
        other = right[1] * weight[5] + other;
        sum = left[2] * weight[6] + sum;
        other = middle[2] * weight[7] + other;
        sum = right[2] * weight[8] + sum;
        sum += other;
        store_up_to(d->output, place, &sum, n, type);
        for (size_t i = 0; i < 3; i++) left[i] = middle[i], middle[i] = right[i];
    }
}

ALWAYS_INLINE void depthwise_tile(const tk_depthwise *d, const tile_place *tile, tk_element type,
                                  tk_activation activation) {
    ring_row ring[3];
    for (size_t i = 0; i < tile->rows + 2; i++) {
        for (size_t v = 0; v * 16 < tile->channels; v++) {
            const size_t channel = tile->channel + v * 16, n = tile->channels - v * 16;
            f32x16 *above = ring[(i + 1) % 3] + v, *same = ring[(i + 2) % 3] + v, *below = ring[i % 3] + v;
            if (n >= 16) prepare(below, d, tile, tile->row + i, channel, 16, type, activation);
            else prepare(below, d, tile, tile->row + i, channel, n, type, activation);
            if (i < 2) continue;
            if (n >= 16) convolve(above, same, below, d, tile, tile->row + i - 2, channel, 16, type);
            else convolve(above, same, below, d, tile, tile->row + i - 2, channel, n, type);
        }
    }
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

MULTI_ISA void tk_depthwise_tile(const tk_depthwise *d, size_t first_row, size_t first_column, size_t first_channel,
                                 tk_element type) {
    const tile_place tile = {
        .row = first_row,
        .column = first_column,
        .channel = first_channel,
        .rows = smaller(TK_DEPTHWISE_ROWS, d->height - first_row),
        .columns = smaller(COLUMNS, d->width - first_column),
        .channels = smaller(CHANNELS, d->channels - first_channel),
    };
    if (type == TK_BFLOAT16) BY_ACTIVATION(d->activation, depthwise_tile, d, &tile, TK_BFLOAT16);
    else BY_ACTIVATION(d->activation, depthwise_tile, d, &tile, TK_FLOAT32);
}
