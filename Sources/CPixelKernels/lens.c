#include "RenderingKernels.h"
#include "rendering_math.h"

// Each of the three planes in turn, so that a loop over them is written once.
PER_PIXEL float *plane_of(pk_rgb image, int channel) {
    return channel == 0 ? image.red : channel == 1 ? image.green : image.blue;
}

MULTI_ISA void pk_glare_source(
    pk_rgb small, pk_rgb image, int width, int height, float threshold, int first_row, int end_row
) {
    const int small_width = (width + 3) / 4;
    for (int channel = 0; channel < 3; channel++) {
        const float *restrict in = plane_of(image, channel);
        float *restrict out = plane_of(small, channel);
        for (int y = first_row; y < end_row; y++)
            for (int x = 0; x < small_width; x++) {
                float sum = 0;
                for (int j = 0; j < 4; j++)
                    for (int i = 0; i < 4; i++) {
                        const int row = 4 * y + j < height ? 4 * y + j : height - 1;
                        const int column = 4 * x + i < width ? 4 * x + i : width - 1;
                        sum += pk_maximum(in[(size_t)row * width + column] - threshold, 0);
                    }
                out[(size_t)y * small_width + x] = sum * (1.0f / 16.0f);
            }
    }
}

// The factor that brings a pixel whose brightest channel is `most` onto the shoulder.
PER_PIXEL float shoulder(float most, float knee) {
    const float rolled = knee + (1.0f - knee) * (1.0f - pk_exponential(-(most - knee) / (1.0f - knee)));
    return most > knee ? rolled / most : 1.0f;
}

MULTI_ISA void pk_glare_add(
    pk_rgb image, pk_rgb small, int width, int height, float amount, float knee, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const int small_width = (width + 3) / 4, small_height = (height + 3) / 4;
    for (int y = first_row; y < end_row; y++) {
        const float v = ((float)y - 1.5f) * 0.25f;
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float u = ((float)x - 1.5f) * 0.25f;
            const float r = red[i] + amount * bilinear(small.red, small_width, small_height, u, v);
            const float g = green[i] + amount * bilinear(small.green, small_width, small_height, u, v);
            const float b = blue[i] + amount * bilinear(small.blue, small_width, small_height, u, v);
            const float k = shoulder(pk_maximum(r, pk_maximum(g, b)), knee);
            red[i] = r * k, green[i] = g * k, blue[i] = b * k;
        }
    }
}

MULTI_ISA void pk_expose(pk_rgb image, float gain, float knee, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float r = red[i] * gain, g = green[i] * gain, b = blue[i] * gain;
        const float k = shoulder(pk_maximum(r, pk_maximum(g, b)), knee);
        red[i] = r * k, green[i] = g * k, blue[i] = b * k;
    }
}

// A power of the luminance below middle grey, and the same curve turned by 180 degrees above, in sRGB's numbers.
PER_PIXEL float contrasted(float y, float contrast) {
    const float pivot = 0.4613561f, x = pk_encode_srgb(y);
    const float low = pivot * power_of(x / pivot, contrast);
    const float high = 1.0f - (1.0f - pivot) * power_of((1.0f - x) / (1.0f - pivot), contrast);
    return y >= 1.0f ? y : pk_decode_srgb(x < pivot ? low : high);
}

MULTI_ISA void pk_grade_rows(pk_rgb image, int width, int height, const pk_grade *grade, int first_row, int end_row) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const pk_grade k = *grade;
    for (int y = first_row; y < end_row; y++) {
        const float dy = ((float)y - 0.5f * (float)height) / ((float)height * 0.68f);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float y0 = pk_maximum(luminance_of(red[i], green[i], blue[i]), 1e-6f);
            const float w = smoothed(0.1f, 0.85f, pk_encode_srgb(y0));
            float r = red[i] * mixed(1, mixed(k.shadows.red, k.highlights.red, w), k.split);
            float g = green[i] * mixed(1, mixed(k.shadows.green, k.highlights.green, w), k.split);
            float b = blue[i] * mixed(1, mixed(k.shadows.blue, k.highlights.blue, w), k.split);
            // The split changes hue, not brightness; contrast turns about middle grey and leaves black and white alone.
            const float target = contrasted(y0, k.contrast);
            const float scale = target / pk_maximum(luminance_of(r, g, b), 1e-6f);
            const float dx = ((float)x - 0.5f * (float)width) / ((float)width * 0.62f);
            const float corner = 1.0f - k.vignette * smoothed(0.45f, 1.25f, root_of(dx * dx + dy * dy));
            r = mixed(target, r * scale, k.saturation) * corner;
            g = mixed(target, g * scale, k.saturation) * corner;
            b = mixed(target, b * scale, k.saturation) * corner;
            red[i] = pk_maximum(r, 0), green[i] = pk_maximum(g, 0), blue[i] = pk_maximum(b, 0);
        }
    }
}

MULTI_ISA void pk_encoded_luminance(float *restrict out, pk_rgb image, size_t count) {
    for (size_t i = 0; i < count; i++)
        out[i] = luminance_of(pk_encode_srgb(image.red[i]), pk_encode_srgb(image.green[i]), pk_encode_srgb(image.blue[i]));
}

// Noise between -1 and 1 with a triangular density.
PER_PIXEL float triangular(uint32_t stream, uint32_t index) {
    const uint32_t bits = pk_random_bits(stream, index);
    return (float)(bits & 0xffffu) * (1.0f / 65535.0f) - (float)(bits >> 16) * (1.0f / 65535.0f);
}

MULTI_ISA void pk_finish_rows(
    uint8_t *restrict bytes, pk_rgb image, const float *restrict luminance, const float *restrict base,
    const float *restrict sharper, int width, int height, const pk_finish *finish, int first_row, int end_row
) {
    const pk_finish k = *finish;
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float y0 = luminance[i];
            const float middle = 1.0f - square(2.0f * y0 - 1.0f);
            const float y1 = unit_clamped(y0 + k.clarity * (y0 - base[i]) * middle);
            const float gain = (y1 + 0.01f) / (y0 + 0.01f);
            // Grain is coarser than a pixel: neighbours share some of it.
            const uint32_t index = (uint32_t)i;
            const float grain = triangular(k.stream, index) + 0.6f * triangular(k.stream, index + 1u)
                + 0.6f * triangular(k.stream, index + (uint32_t)width);
            const float offset = sharper[i] + grain * k.grain * (0.35f + 2.0f * y0 * (1.0f - y0));
            const float dither = triangular(k.stream + 0x51u, index) * 0.5f + 0.5f;
            bytes[3 * i] = (uint8_t)pk_clamped((pk_encode_srgb(image.red[i]) * gain + offset) * 255.0f + dither, 0, 255.0f);
            bytes[3 * i + 1] =
                (uint8_t)pk_clamped((pk_encode_srgb(image.green[i]) * gain + offset) * 255.0f + dither, 0, 255.0f);
            bytes[3 * i + 2] =
                (uint8_t)pk_clamped((pk_encode_srgb(image.blue[i]) * gain + offset) * 255.0f + dither, 0, 255.0f);
        }
}
