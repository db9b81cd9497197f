#include "RenderingKernels.h"
#include "rendering_math.h"

// Weights of the cubic that OpenCV calls INTER_CUBIC (a = -0.75) at fraction f between its two middle points.
PER_PIXEL void cubic_weights(float f, float weights[4]) {
    const float a = -0.75f, g = 1.0f - f, f1 = f + 1.0f;
    weights[0] = ((a * f1 - 5.0f * a) * f1 + 8.0f * a) * f1 - 4.0f * a;
    weights[1] = ((a + 2.0f) * f - (a + 3.0f)) * f * f + 1.0f;
    weights[2] = ((a + 2.0f) * g - (a + 3.0f)) * g * g + 1.0f;
    weights[3] = 1.0f - weights[0] - weights[1] - weights[2];
}

MULTI_ISA void pk_noise_lattice(
    float *restrict upsampled, int width, int lattice_columns, uint32_t stream, float cell_width, float offset,
    int first_row, int end_row, float *restrict scratch
) {
    const float step = 1.0f / cell_width;
    for (int row = first_row; row < end_row; row++) {
        for (int column = 0; column < lattice_columns; column++)
            scratch[column] = pk_random_unit(stream, (uint32_t)(row * 8191 + column));
        float *out = upsampled + (size_t)row * width;
        for (int x = 0; x < width; x++) {
            const float position = (float)x * step + offset;
            const float whole = whole_part(position);
            const int column = (int)whole;
            float w[4];
            cubic_weights(position - whole, w);
            out[x] = w[0] * scratch[column - 1] + w[1] * scratch[column] + w[2] * scratch[column + 1]
                + w[3] * scratch[column + 2];
        }
    }
}

MULTI_ISA void pk_noise_rows(
    float *restrict out, int width, const pk_octave *octaves, int octave_count, int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++) {
        float *restrict target = out + (size_t)y * width;
        memset(target, 0, sizeof(float) * (size_t)width);
        for (int o = 0; o < octave_count; o++) {
            const float position = (float)y / octaves[o].cell_height + octaves[o].offset;
            const float whole = whole_part(position);
            float w[4];
            cubic_weights(position - whole, w);
            const float a = octaves[o].amplitude;
            const float w0 = w[0] * a, w1 = w[1] * a, w2 = w[2] * a, w3 = w[3] * a;
            const float *r1 = octaves[o].upsampled + (size_t)(int)whole * width;
            const float *r0 = r1 - width, *r2 = r1 + width, *r3 = r2 + width;
            for (int x = 0; x < width; x++) target[x] += w0 * r0[x] + w1 * r1[x] + w2 * r2[x] + w3 * r3[x];
        }
    }
}

MULTI_ISA void pk_cloud_mix(
    float *restrict mixture, const float *restrict base, const float *restrict first, const float *restrict second,
    size_t count
) {
    for (size_t i = 0; i < count; i++) {
        const float ridge1 = 1.0f - magnitude(2.0f * first[i] - 1.0f) * 2.2f;
        const float ridge2 = 1.0f - magnitude(2.0f * second[i] - 1.0f) * 2.2f;
        mixture[i] = 0.62f * base[i] + 0.10f * ridge1 + 0.03f * ridge2 + 0.12f;
    }
}

MULTI_ISA void pk_cloud_texture(
    float *restrict out, int side, const float *restrict mixture, const float *restrict warp_x,
    const float *restrict warp_y, float reach, int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < side; x++) {
            const size_t i = (size_t)y * side + x;
            const float u = (float)x + (warp_x[i] - 0.5f) * reach, v = (float)y + (warp_y[i] - 0.5f) * reach;
            out[i] = bilinear(mixture, side, side, u, v);
        }
}

MULTI_ISA void pk_cells(
    const float *restrict u, const float *restrict v, uint32_t stream, float *restrict edge, float *restrict identity,
    size_t count
) {
    for (size_t p = 0; p < count; p++) {
        const float column = whole_part(u[p]), row = whole_part(v[p]);
        float nearest = 9.0f, second = 9.0f, number = 0.0f;
        for (int j = -1; j <= 1; j++)
            for (int i = -1; i <= 1; i++) {
                const float cell_u = column + (float)i, cell_v = row + (float)j;
                const uint32_t bits = pk_random_bits(stream, (uint32_t)((int)cell_u * 8191 + (int)cell_v));
                const float du = cell_u + (float)(bits & 1023u) * (1.0f / 1023.0f) - u[p];
                const float dv = cell_v + (float)((bits >> 10) & 1023u) * (1.0f / 1023.0f) - v[p];
                const float distance = root_of(du * du + dv * dv);
                const int closer = distance < nearest;
                second = closer ? nearest : pk_minimum(second, distance);
                number = closer ? (float)(bits >> 22) * (1.0f / 1023.0f) : number;
                nearest = closer ? distance : nearest;
            }
        edge[p] = second - nearest;
        identity[p] = number;
    }
}
