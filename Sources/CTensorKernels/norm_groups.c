#include <math.h>

#include "LayerKernels.h"
#include "elementary_vectors.h"

// How many pixels a provisional mean is taken from, and how many vectors of channels are kept in registers.
enum { SAMPLE = 32, VECTORS = 8 };

/// Moments of `vectors` × 16 channels, or of the last `n` (less than 16) ones. One pass: sums are of differences from the
/// mean of the first pixels, so that a large mean takes no digits from a small variance.
ALWAYS_INLINE void moments_of_columns(const void *x, size_t pixels, size_t channels, size_t first, size_t vectors,
                                      size_t n, float *means, float *squares, tk_element type) {
    f32x16 center[VECTORS] = {}, sum[VECTORS] = {}, square[VECTORS] = {}, value;
    const size_t sample = pixels < SAMPLE ? pixels : SAMPLE;
    for (size_t pixel = 0; pixel < sample; pixel++) {
        for (size_t v = 0; v < vectors; v++) {
            load_up_to(&value, x, pixel * channels + first + v * 16, n, type);
            center[v] += value;
        }
    }
    for (size_t v = 0; v < vectors; v++) center[v] *= 1 / (float)sample;
    for (size_t pixel = 0; pixel < pixels; pixel++) {
        for (size_t v = 0; v < vectors; v++) {
            load_up_to(&value, x, pixel * channels + first + v * 16, n, type);
            value -= center[v];
            sum[v] += value;
            square[v] = value * value + square[v];
        }
    }
    for (size_t v = 0; v < vectors; v++) {
        const f32x16 shift = sum[v] * (1 / (float)pixels);
        const f32x16 mean = center[v] + shift, spread = square[v] - shift * sum[v];
        store_up_to(means, first + v * 16, &mean, n, TK_FLOAT32);
        store_up_to(squares, first + v * 16, &spread, n, TK_FLOAT32);
    }
}

ALWAYS_INLINE void channel_moments(const void *x, size_t pixels, size_t channels, float *means, float *squares,
                                   tk_element type) {
    size_t first = 0;
    for (; first + VECTORS * 16 <= channels; first += VECTORS * 16)
        moments_of_columns(x, pixels, channels, first, VECTORS, 16, means, squares, type);
    for (; first + 16 <= channels; first += 16)
        moments_of_columns(x, pixels, channels, first, 1, 16, means, squares, type);
    if (first < channels) moments_of_columns(x, pixels, channels, first, 1, channels - first, means, squares, type);
}
MULTI_ISA void tk_channel_moments(const void *x, size_t pixels, size_t channels, float *means, float *squares,
                                  tk_element type) {
    BY_TYPE(type, channel_moments, x, pixels, channels, means, squares);
}

void tk_group_norm_factors(const float *moments, size_t part_pixels, size_t pixels, size_t channels, size_t groups,
                           const float *weight, const float *bias, float epsilon, float *factors, float *offsets) {
    const size_t parts = (pixels + part_pixels - 1) / part_pixels, size = channels / groups;
    for (size_t group = 0; group < groups; group++) {
        const size_t first = group * size;
        double sum = 0;
        for (size_t part = 0; part < parts; part++) {
            const size_t count = part + 1 < parts ? part_pixels : pixels - part * part_pixels;
            const float *means = moments + 2 * part * channels + first;
            for (size_t i = 0; i < size; i++) sum += (double)means[i] * (double)count;
        }
        const double mean = sum / (double)(pixels * size);
        double squares = 0;
        for (size_t part = 0; part < parts; part++) {
            const size_t count = part + 1 < parts ? part_pixels : pixels - part * part_pixels;
            const float *means = moments + 2 * part * channels + first, *spreads = means + channels;
            for (size_t i = 0; i < size; i++) {
                const double difference = (double)means[i] - mean;
                squares += (double)spreads[i] + difference * difference * (double)count;
            }
        }
        const double factor = 1 / sqrt(squares / (double)(pixels * size) + (double)epsilon);
        for (size_t channel = first; channel < first + size; channel++) {
            const double scaled = factor * (double)weight[channel];
            factors[channel] = (float)scaled;
            offsets[channel] = (float)((double)bias[channel] - mean * scaled);
        }
    }
}

ALWAYS_INLINE void scale_channels(const void *x, void *y, size_t pixels, size_t channels, const float *factors,
                                  const float *offsets, tk_element type, tk_activation activation) {
    for (size_t pixel = 0; pixel < pixels; pixel++) {
        for (size_t channel = 0; channel < channels; channel += 16) {
            const size_t n = channels - channel;
            f32x16 v, factor, offset;
            load_up_to(&v, x, pixel * channels + channel, n, type);
            load_up_to(&factor, factors, channel, n, TK_FLOAT32);
            load_up_to(&offset, offsets, channel, n, TK_FLOAT32);
            v = v * factor + offset;
            activate(&v, activation);
            store_up_to(y, pixel * channels + channel, &v, n, type);
        }
    }
}
MULTI_ISA void tk_scale_channels(const void *x, void *y, size_t pixels, size_t channels, const float *factors,
                                 const float *offsets, tk_activation activation, tk_element type) {
    if (type == TK_BFLOAT16)
        BY_ACTIVATION(activation, scale_channels, x, y, pixels, channels, factors, offsets, TK_BFLOAT16);
    else BY_ACTIVATION(activation, scale_channels, x, y, pixels, channels, factors, offsets, TK_FLOAT32);
}
