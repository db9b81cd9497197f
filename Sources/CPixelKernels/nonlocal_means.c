#include "RenderingKernels.h"
#include "rendering_math.h"

// Each offset between two patches is taken once for a whole tile: squared differences, their sums over a window that
// slides down and across, and one weighted addition per pixel. A tile and its sums stay in the cache meanwhile.

enum { TILE = 128, MOST_PATCH = 3, MOST_CHANNELS = 3 };

typedef struct {
    int rows, margin;
    /// Of the padded copy of the tile: `margin` more on every side.
    int stride;
    float *copies[MOST_CHANNELS];
    /// rows × TILE: sums of weights and of weighted values.
    float *weights, *sums[MOST_CHANNELS];
    /// The last 2 patch + 1 rows of squared differences, and their sum.
    float *differences, *columns;
} tile_memory;

static int padded_width(const pk_nonlocal *k) { return TILE + 2 * (k->patch + k->search); }
static int padded_height(const pk_nonlocal *k, int rows) { return rows + 2 * (k->patch + k->search); }

size_t pk_nonlocal_means_scratch(int channels, const pk_nonlocal *settings, int rows) {
    const size_t copy = (size_t)padded_width(settings) * (size_t)padded_height(settings, rows);
    const size_t sums = (size_t)rows * TILE;
    return (size_t)channels * copy + ((size_t)channels + 1) * sums
        + (size_t)(2 * settings->patch + 2) * (TILE + 2 * MOST_PATCH);
}

static tile_memory divided(float *scratch, int channels, const pk_nonlocal *k, int rows) {
    tile_memory m = {.rows = rows, .margin = k->patch + k->search, .stride = padded_width(k)};
    for (int c = 0; c < channels; c++, scratch += (size_t)m.stride * padded_height(k, rows)) m.copies[c] = scratch;
    m.weights = scratch, scratch += (size_t)rows * TILE;
    for (int c = 0; c < channels; c++, scratch += (size_t)rows * TILE) m.sums[c] = scratch;
    m.columns = scratch, m.differences = scratch + TILE + 2 * MOST_PATCH;
    return m;
}

/// -1 → 1, size → size - 2, and the nearest pixel where even that is outside.
static int reflected(int index, int size) {
    const int i = index < 0 ? -index : index >= size ? 2 * size - 2 - index : index;
    return i < 0 ? 0 : i >= size ? size - 1 : i;
}

static void copy_tile(const tile_memory *m, const float *const *in, int channels, int width, int height, int left, int top) {
    for (int c = 0; c < channels; c++)
        for (int y = 0; y < m->rows + 2 * m->margin; y++) {
            const float *row = in[c] + (size_t)reflected(top - m->margin + y, height) * width;
            float *target = m->copies[c] + (size_t)y * m->stride;
            for (int x = 0; x < m->stride; x++) target[x] = row[reflected(left - m->margin + x, width)];
        }
}

/// 2^x for x ≤ 0, to about 1e-4: a weight needs no more.
PER_PIXEL float weight_of(float x) {
    x = pk_maximum(x, -24.0f);
    const float shifted = x + 12582912.0f, f = x - (shifted - 12582912.0f);
    const float p = 1.0f + f * (0.6931472f + f * (0.2402265f + f * (0.0555041f + f * 0.0096181f)));
    return p * pk_float((pk_bits(shifted) + 127u) << 23);
}

/// Adds squared differences of one more row to the columns' sums and takes those that it replaces off.
PER_PIXEL void slide_down(
    const tile_memory *m, int channels, int patch, int row, ptrdiff_t shift, float *restrict replaced, int is_first
) {
    const size_t start = (size_t)(m->margin + row) * m->stride + (size_t)(m->margin - patch);
    float *restrict columns = m->columns;
    const float *restrict first = m->copies[0] + start;
    const float *restrict second = m->copies[channels > 1 ? 1 : 0] + start;
    const float *restrict third = m->copies[channels > 2 ? 2 : 0] + start;
    for (int x = 0; x < TILE + 2 * patch; x++) {
        float difference = square(first[x] - first[x + shift]);
        if (channels > 1) difference += square(second[x] - second[x + shift]) + square(third[x] - third[x + shift]);
        columns[x] = is_first ? columns[x] + difference : columns[x] + (difference - replaced[x]);
        replaced[x] = difference;
    }
}

PER_PIXEL void add_row(
    const tile_memory *m, int channels, int patch, int row, ptrdiff_t shift, float scale, float offset
) {
    const size_t start = (size_t)(m->margin + row) * m->stride + (size_t)m->margin;
    const float *restrict columns = m->columns;
    float *restrict weights = m->weights + (size_t)row * TILE;
    float *restrict sums[MOST_CHANNELS];
    const float *restrict values[MOST_CHANNELS];
    for (int c = 0; c < channels; c++) {
        sums[c] = m->sums[c] + (size_t)row * TILE;
        values[c] = m->copies[c] + start + shift;
    }
    for (int x = 0; x < TILE; x++) {
        float sum = columns[x];
        for (int k = 1; k <= 2 * patch; k++) sum += columns[x + k];
        const float w = weight_of(pk_minimum(offset - sum * scale, 0));
        weights[x] += w;
        for (int c = 0; c < channels; c++) sums[c][x] += w * values[c][x];
    }
}

/// `channels` and `patch` are constants where this is called, so that their loops unroll.
PER_PIXEL void add_offsets(const tile_memory *m, int channels, int patch, const pk_nonlocal *k) {
    const int side = 2 * patch + 1, line = TILE + 2 * MOST_PATCH;
    const float to_exponent = 1.44269504f / (k->strength * k->strength);
    const float scale = to_exponent / (float)(side * side * channels);
    const float offset = 2.0f * k->deviation * k->deviation * to_exponent;
    for (int dy = -k->search; dy <= k->search; dy++)
        for (int dx = -k->search; dx <= k->search; dx++) {
            const ptrdiff_t shift = (ptrdiff_t)dy * m->stride + dx;
            memset(m->columns, 0, sizeof(float) * (size_t)line);
            for (int j = 0; j < side; j++)
                slide_down(m, channels, patch, j - patch, shift, m->differences + j * line, 1);
            for (int row = 0, slot = 0; row < m->rows; row++) {
                add_row(m, channels, patch, row, shift, scale, offset);
                if (row + 1 < m->rows)
                    slide_down(m, channels, patch, row + 1 + patch, shift, m->differences + slot * line, 0);
                slot = slot + 1 < side ? slot + 1 : 0;
            }
        }
}

MULTI_ISA static void weigh_tile(const tile_memory *m, int channels, const pk_nonlocal *k) {
    if (channels == 1) {
        if (k->patch == 1) add_offsets(m, 1, 1, k);
        else if (k->patch == 2) add_offsets(m, 1, 2, k);
        else add_offsets(m, 1, 3, k);
    } else {
        if (k->patch == 1) add_offsets(m, 3, 1, k);
        else if (k->patch == 2) add_offsets(m, 3, 2, k);
        else add_offsets(m, 3, 3, k);
    }
}

void pk_nonlocal_means_rows(
    float *const *out, const float *const *in, int channels, int width, int height, const pk_nonlocal *settings,
    int first_row, int end_row, float *scratch
) {
    const int rows = end_row - first_row;
    const tile_memory m = divided(scratch, channels, settings, rows);
    for (int left = 0; left < width; left += TILE) {
        copy_tile(&m, in, channels, width, height, left, first_row);
        memset(m.weights, 0, sizeof(float) * (size_t)(channels + 1) * (size_t)rows * TILE);
        weigh_tile(&m, channels, settings);
        const int end = width - left < TILE ? width - left : TILE;
        for (int c = 0; c < channels; c++)
            for (int y = 0; y < rows; y++)
                for (int x = 0; x < end; x++) {
                    const size_t i = (size_t)y * TILE + (size_t)x;
                    out[c][(size_t)(first_row + y) * width + left + x] = m.sums[c][i] / m.weights[i];
                }
    }
}
