#include "CPixelKernels.h"
#include "multi_isa.h"

#include <string.h>

enum { TAPS = PK_LANCZOS_TAPS, REACH = TAPS / 2 };

/// The red, green, blue and fourth value of a pixel: one register, whatever the number of channels.
typedef float f32x4 __attribute__((vector_size(16), aligned(4)));

/// sin(πx) for |x| ≤ 8, to the last bit of a float; libm's differs between machines.
static double sine_of_half_turns(double x) {
    const double nearest = (double)(int)(x + (x < 0 ? -0.5 : 0.5));
    const double a = 3.14159265358979323846 * (x - nearest), z = a * a;
    const double sine = a
        * (1 - z / 6 * (1 - z / 20 * (1 - z / 42 * (1 - z / 72 * (1 - z / 110 * (1 - z / 156 * (1 - z / 210)))))));
    return (int)nearest % 2 == 0 ? sine : -sine;
}

static double lanczos(double x) {
    const double a = 3.14159265358979323846 * x;
    if (x > -1e-9 && x < 1e-9) return 1;
    return REACH * sine_of_half_turns(x) * sine_of_half_turns(x / REACH) / (a * a);
}

void pk_lanczos_taps(int32_t *first, float *weights, int out_size, int in_size) {
    for (int i = 0; i < out_size; i++) {
        const double position = ((double)i + 0.5) * (double)in_size / (double)out_size - 0.5;
        const int below = (int)(position + 1) - 1;
        double taps[TAPS], sum = 0;
        first[i] = below - (REACH - 1);
        for (int k = 0; k < TAPS; k++) sum += taps[k] = lanczos((double)(first[i] + k) - position);
        for (int k = 0; k < TAPS; k++) weights[i * TAPS + k] = (float)(taps[k] / sum);
    }
}

static int held(int index, int size) { return index < 0 ? 0 : index >= size ? size - 1 : index; }

/// Row `in` (clamped to the image) at the output's width; `wide` holds it as floats, with REACH pixels more on each side.
MULTI_ISA static void enlarge_row(
    f32x4 *restrict out, int out_width, const uint8_t *restrict in, int in_width, int channels, const int32_t *first,
    const float *weights, f32x4 *restrict wide
) {
    for (int x = 0; x < in_width + 2 * REACH; x++) {
        const uint8_t *pixel = in + held(x - REACH, in_width) * channels;
        wide[x] = (f32x4){pixel[0], pixel[1], pixel[2], channels > 3 ? pixel[3] : 0};
    }
    for (int x = 0; x < out_width; x++) {
        const f32x4 *pixels = wide + first[x] + REACH;
        const float *w = weights + x * TAPS;
        f32x4 sum = pixels[0] * w[0];
        for (int k = 1; k < TAPS; k++) sum += pixels[k] * w[k];
        out[x] = sum;
    }
}

MULTI_ISA static void join_rows(float *restrict out, const float *const rows[TAPS], const float *w, int count) {
    const float *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2], *restrict d = rows[3];
    const float *restrict e = rows[4], *restrict f = rows[5], *restrict g = rows[6], *restrict h = rows[7];
    for (int i = 0; i < count; i++) {
        const float sum = a[i] * w[0] + b[i] * w[1] + c[i] * w[2] + d[i] * w[3] + e[i] * w[4] + f[i] * w[5]
            + g[i] * w[6] + h[i] * w[7] + 0.5f;
        out[i] = sum < 0 ? 0 : sum > 255 ? 255 : sum;
    }
}

static void store_row(uint8_t *restrict out, const float *restrict row, int width, int channels) {
    if (channels == 4)
        for (int i = 0; i < 4 * width; i++) out[i] = (uint8_t)row[i];
    else
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3; c++) out[3 * x + c] = (uint8_t)row[4 * x + c];
}

size_t pk_lanczos_scratch(int out_width, int in_width) {
    return 4 * ((size_t)(TAPS + 1) * (size_t)out_width + (size_t)in_width + 2 * REACH);
}

void pk_enlarge_lanczos(
    uint8_t *out, int out_width, const uint8_t *in, int in_width, int in_height, int channels, pk_taps across,
    pk_taps down, int first_row, int end_row, float *scratch
) {
    // The last eight input rows at the output's width: row r lies in slot r mod 8.
    float *slots = scratch, *joined = slots + (size_t)TAPS * 4 * out_width;
    f32x4 *wide = (f32x4 *)(joined + (size_t)4 * out_width);
    int next = down.first[first_row];
    for (int y = first_row; y < end_row; y++) {
        for (; next < down.first[y] + TAPS; next++)
            enlarge_row(
                (f32x4 *)(slots + (size_t)((next + TAPS) % TAPS) * 4 * out_width), out_width,
                in + (size_t)held(next, in_height) * in_width * channels, in_width, channels, across.first,
                across.weights, wide);
        const float *rows[TAPS];
        for (int k = 0; k < TAPS; k++) rows[k] = slots + (size_t)((down.first[y] + k + TAPS) % TAPS) * 4 * out_width;
        join_rows(joined, rows, down.weights + (size_t)y * TAPS, 4 * out_width);
        store_row(out + (size_t)y * out_width * channels, joined, out_width, channels);
    }
}
