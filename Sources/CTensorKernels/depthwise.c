#include "LayerKernels.h"
#include "elementary_vectors.h"

// The tile's rows go through a ring of three, scaled and activated on the way in: each value is read and prepared once
// (but for the tile's edges), and the ring stays in the first-level cache.

enum { COLUMNS = TK_DEPTHWISE_COLUMNS, CHANNELS = TK_DEPTHWISE_CHANNELS, VECTORS = CHANNELS / 16 };

/// Columns -1…COLUMNS of a row, prepared.
typedef f32x16 ring_row[COLUMNS + 2][VECTORS];

typedef struct {
    size_t row, column, channel;
    size_t rows, columns, channels;
} tile_place;

ALWAYS_INLINE void prepare_row(ring_row out, const tk_depthwise *d, const tile_place *tile, size_t row_below,
                               tk_element type, tk_activation activation) {
    // `row_below` counts from 1: 0 and height + 1 are the zeros around the picture.
    const int inside = row_below >= 1 && row_below <= d->height;
    for (size_t v = 0; v * 16 < tile->channels; v++) {
        const size_t channel = tile->channel + v * 16, n = tile->channels - v * 16;
        f32x16 factor = {}, offset = {};
        if (d->factors) {
            load_up_to(&factor, d->factors, channel, n, TK_FLOAT32);
            load_up_to(&offset, d->offsets, channel, n, TK_FLOAT32);
        }
        for (size_t i = 0; i < tile->columns + 2; i++) {
            const size_t column_right = tile->column + i;
            f32x16 value = {};
            if (inside && column_right >= 1 && column_right <= d->width) {
                const size_t pixel = (row_below - 1) * d->width + column_right - 1;
                load_up_to(&value, d->input, pixel * d->channels + channel, n, type);
                if (d->factors) value = value * factor + offset;
                activate(&value, activation);
            }
            out[i][v] = value;
        }
    }
}

ALWAYS_INLINE void convolve_row(const ring_row above, const ring_row same, const ring_row below, const tk_depthwise *d,
                                const tile_place *tile, size_t row, tk_element type) {
    for (size_t v = 0; v * 16 < tile->channels; v++) {
        const size_t channel = tile->channel + v * 16, n = tile->channels - v * 16;
        f32x16 weight[9], bias = {};
        for (size_t i = 0; i < 9; i++) load_up_to(&weight[i], d->weights, i * d->channels + channel, n, TK_FLOAT32);
        if (d->bias) load_up_to(&bias, d->bias, channel, n, TK_FLOAT32);
        for (size_t x = 0; x < tile->columns; x++) {
            f32x16 sum = above[x][v] * weight[0] + bias;
            sum = above[x + 1][v] * weight[1] + sum;
            sum = above[x + 2][v] * weight[2] + sum;
            sum = same[x][v] * weight[3] + sum;
            sum = same[x + 1][v] * weight[4] + sum;
            sum = same[x + 2][v] * weight[5] + sum;
            sum = below[x][v] * weight[6] + sum;
            sum = below[x + 1][v] * weight[7] + sum;
            sum = below[x + 2][v] * weight[8] + sum;
            store_up_to(d->output, (row * d->width + tile->column + x) * d->channels + channel, &sum, n, type);
        }
    }
}

ALWAYS_INLINE void depthwise_tile(const tk_depthwise *d, const tile_place *tile, tk_element type,
                                  tk_activation activation) {
    ring_row ring[3];
    prepare_row(ring[0], d, tile, tile->row, type, activation);
    prepare_row(ring[1], d, tile, tile->row + 1, type, activation);
    for (size_t i = 0; i < tile->rows; i++) {
        prepare_row(ring[(i + 2) % 3], d, tile, tile->row + i + 2, type, activation);
        convolve_row(ring[i % 3], ring[(i + 1) % 3], ring[(i + 2) % 3], d, tile, tile->row + i, type);
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
