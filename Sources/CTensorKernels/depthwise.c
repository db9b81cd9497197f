#include <stdbool.h>

#include "LayerKernels.h"
#include "elementary_vectors.h"

// The tile's rows go through a ring of three, scaled and activated on the way in: each value is read and prepared once
// (but for the tile's edges), and the ring stays in the second-level cache. Tiles have many channels and few columns:
// widths and channels often are powers of two, and a column of narrow tiles would fall on few sets of the caches.

enum { COLUMNS = TK_DEPTHWISE_COLUMNS, CHANNELS = TK_DEPTHWISE_CHANNELS, VECTORS = CHANNELS / 16 };

/// Columns -1…COLUMNS of a row, prepared: [vector of channels][column].
typedef f32x16 ring_row[VECTORS][COLUMNS + 2];

typedef struct {
    size_t row, column, channel;
    size_t rows, columns, channels;
} tile_place;

/// One pixel's channels, the last of which may be less than a vector.
ALWAYS_INLINE void prepare_pixel(ring_row out, const tk_depthwise *d, const tile_place *tile, size_t place,
                                 size_t column, tk_element type, tk_activation activation) {
    for (size_t v = 0; v * 16 < tile->channels; v++) {
        const size_t channel = tile->channel + v * 16, n = tile->channels - v * 16;
        f32x16 value;
        // The tile's next row is too far away for the CPU to guess.
        if (v % 2 == 0 || type != TK_BFLOAT16)
            __builtin_prefetch(element_at(d->input, place + d->width * d->channels + v * 16, type));
        load_up_to(&value, d->input, place + v * 16, n, type);
        if (d->factors) {
            f32x16 factor, offset;
            load_up_to(&factor, d->factors, channel, n, TK_FLOAT32);
            load_up_to(&offset, d->offsets, channel, n, TK_FLOAT32);
            value = value * factor + offset;
        }
        activate(&value, activation);
        out[v][column] = value;
    }
}

/// `row_below` counts from 1: 0 and height + 1 are the zeros around the picture.
ALWAYS_INLINE void prepare_row(ring_row out, const tk_depthwise *d, const tile_place *tile, size_t row_below,
                               tk_element type, tk_activation activation) {
    const bool inside = row_below >= 1 && row_below <= d->height;
    for (size_t i = 0; i < tile->columns + 2; i++) {
        const size_t column_right = tile->column + i;
        if (inside && column_right >= 1 && column_right <= d->width) {
            const size_t pixel = (row_below - 1) * d->width + column_right - 1;
            prepare_pixel(out, d, tile, pixel * d->channels + tile->channel, i, type, activation);
        } else {
            for (size_t v = 0; v * 16 < tile->channels; v++) out[v][i] = (f32x16){};
        }
    }
}

/// One vector of channels of a row of the output; `n` of the channels exist.
ALWAYS_INLINE void convolve(const f32x16 *above, const f32x16 *same, const f32x16 *below, const tk_depthwise *d,
                            const tile_place *tile, size_t row, size_t channel, size_t n, tk_element type) {
    f32x16 weight[9], bias = {};
    for (size_t i = 0; i < 9; i++) load_up_to(&weight[i], d->weights, i * d->channels + channel, n, TK_FLOAT32);
    if (d->bias) load_up_to(&bias, d->bias, channel, n, TK_FLOAT32);
    // Three columns are in registers; each is loaded once.
    f32x16 left[3] = {above[0], same[0], below[0]}, middle[3] = {above[1], same[1], below[1]};
    size_t place = (row * d->width + tile->column) * d->channels + channel;
    for (size_t column = 0; column < tile->columns; column++, place += d->channels) {
        // The next row of the output is as far away as that of the input.
        __builtin_prefetch(place_at(d->output, place + d->width * d->channels, type), 1);
        const f32x16 right[3] = {above[column + 2], same[column + 2], below[column + 2]};
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
        prepare_row(ring[i % 3], d, tile, tile->row + i, type, activation);
        if (i < 2) continue;
        for (size_t v = 0; v * 16 < tile->channels; v++) {
            const size_t channel = tile->channel + v * 16, n = tile->channels - v * 16, row = tile->row + i - 2;
            const f32x16 *above = ring[(i + 1) % 3][v], *same = ring[(i + 2) % 3][v], *below = ring[i % 3][v];
            if (n >= 16) convolve(above, same, below, d, tile, row, channel, 16, type);
            else convolve(above, same, below, d, tile, row, channel, n, type);
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
