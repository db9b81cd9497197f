#include "RenderingKernels.h"
#include "rendering_math.h"

PER_PIXEL float mirrored_coordinate(float x, float side) {
    const float period = 2.0f * side - 2.0f;
    const float m = x - whole_part(x / period) * period;
    return m > side - 1.0f ? period - m : m;
}
PER_PIXEL float texture_at(const float *texture, int side, float u, float v) {
    return bilinear(texture, side, side, mirrored_coordinate(u, (float)side), mirrored_coordinate(v, (float)side));
}

MULTI_ISA void pk_ice_rows(
    pk_rgb image, pk_rgb body, const float *restrict water, int width, int height, const pk_ice *ice, int first_row,
    int end_row, float *restrict scratch
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    float *plate_u = scratch, *plate_v = scratch + width, *crack_u = scratch + 2 * width, *crack_v = scratch + 3 * width;
    float *plate_edge = scratch + 4 * width, *plate_number = scratch + 5 * width;
    float *crack_edge = scratch + 6 * width, *crack_number = scratch + 7 * width;
    for (int y = first_row; y < end_row; y++) {
        const size_t row = (size_t)y * width;
        const float down = pk_maximum((float)y - ice->horizon, (float)height * 0.012f) / (float)height;
        const float z = 0.5f / down, k = ice->cells;
        const int other = y + 37 < height ? y + 37 : y - 37;
        for (int x = 0; x < width; x++) {
            const float u = ((float)x - 0.5f * (float)width) / (float)width * z * 2.2f;
            const float warp_u = (ice->warp[row + x] - 0.5f) * 0.8f;
            const float warp_v = (ice->warp[(size_t)other * width + x] - 0.5f) * 0.8f;
            plate_u[x] = u * k * 0.55f + warp_u, plate_v[x] = z * k * 0.495f + warp_v;
            crack_u[x] = u * k * 1.9f + warp_u, crack_v[x] = z * k * 1.71f + warp_v;
        }
        pk_cells(plate_u, plate_v, ice->stream, plate_edge, plate_number, (size_t)width);
        pk_cells(crack_u, crack_v, ice->stream + 5u, crack_edge, crack_number, (size_t)width);
        // A pixel's footprint on the plane: far cracks grow wider than their true width and fainter instead of aliasing.
        const float plate_print = z * z * k * 0.55f / (0.5f * (float)height), crack_print = plate_print * 3.4f;
        const float plate_fade = pk_minimum(0.09f / (0.09f + plate_print), 1), crack_fade = 0.10f / (0.10f + crack_print);
        for (int x = 0; x < width; x++) {
            const size_t i = row + x;
            if (water[i] <= 0) continue;
            const float u = ((float)x - 0.5f * (float)width) / (float)width * z * 2.2f;
            const float plate = 1.0f - smoothed(0, 1, plate_edge[x] / (0.045f + plate_print * 0.9f));
            const float crack = 1.0f - smoothed(0, 1, crack_edge[x] / (0.05f + crack_print * 0.9f));
            const float vein_texture = texture_at(ice->texture, ice->side, u * k * 46.0f, z * k * 46.0f);
            const float vein = smoothed(0.72f, 1.0f, 1.0f - magnitude(2.0f * vein_texture - 1.0f) * 3.2f);
            const float drift = smoothed(0.50f, 0.62f, texture_at(ice->texture, ice->side, u * k * 17.0f, z * k * 11.0f));
            const float luminance = luminance_of(body.red[i], body.green[i], body.blue[i]);
            const float cell = 1.0f + (plate_number[x] - 0.5f) * 0.10f + (crack_number[x] - 0.5f) * 0.05f;
            const float depth = (0.35f + 0.9f * luminance) * cell * 0.92f;
            const float white = plate * plate_fade * 0.55f + crack * crack_fade * 0.26f
                + vein * 0.26f * pk_minimum(crack_fade * 2.0f, 1);
            const float snow = pk_minimum(drift * 0.62f, 1), snow_light = 0.55f + 0.45f * unit_clamped(luminance * 1.3f);
            const float air = 0.092f * cell;
            const float a = water[i] * ice->amount;
            red[i] = mixed(red[i], mixed(0.42f * depth + air + white * 0.90f, 0.86f * snow_light, snow), a);
            green[i] = mixed(green[i], mixed(0.60f * depth + air + white * 0.97f, 0.90f * snow_light, snow), a);
            blue[i] = mixed(blue[i], mixed(0.74f * depth + air + white, 0.96f * snow_light, snow), a);
        }
    }
}

MULTI_ISA void pk_mirror_rows(
    pk_rgb image, pk_rgb sky, int sky_height, const float *restrict water, int width, int height,
    const pk_mirror *mirror, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++) {
        const float below = (float)y - mirror->horizon;
        const float far = unit_clamped(below / (float)height);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            if (water[i] <= 0) continue;
            const float ripple = mirror->ripples[i] - 0.5f;
            const float u = (float)x + ripple * (float)width * 0.015f;
            const float v = mirror->horizon - below + ripple * (float)height * 0.10f * far;
            const float row = pk_clamped(v, 0, pk_minimum(mirror->horizon - 1.0f, (float)(sky_height - 1)));
            const float smooth = mirror->smooth_luminance[i];
            const float light = pk_clamped(mirror->luminance[i] / (smooth + 0.01f), 0.5f, 1.7f)
                * pk_clamped(smooth / (mirror->reference + 1e-3f), 0.25f, 1.4f) * 0.88f;
            const float a = water[i] * mirror->strength;
            red[i] = mixed(red[i], bilinear(sky.red, width, sky_height, u, row) * light, a);
            green[i] = mixed(green[i], bilinear(sky.green, width, sky_height, u, row) * light, a);
            blue[i] = mixed(blue[i], bilinear(sky.blue, width, sky_height, u, row) * light, a);
        }
    }
}
