#include "RenderingKernels.h"
#include "rendering_math.h"

PER_PIXEL float without_backdrop(float seen, float background, float foreground, float alpha, float trust) {
    const float unmixed = unit_clamped((seen - alpha * background) / pk_maximum(1.0f - alpha, 0.12f));
    // Where little of the foreground is left, what remains after subtraction is mostly noise.
    return pk_decode_srgb(mixed(unmixed, foreground, trust));
}

MULTI_ISA void pk_despill(
    pk_rgb image, pk_rgb encoded, pk_rgb background, pk_rgb foreground, const float *restrict alpha, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float a = alpha[i], trust = smoothed(0.45f, 0.85f, a);
        const int is_edge = a > 0.02f && a < 0.995f;
        const float r = without_backdrop(encoded.red[i], background.red[i], foreground.red[i], a, trust);
        const float g = without_backdrop(encoded.green[i], background.green[i], foreground.green[i], a, trust);
        const float b = without_backdrop(encoded.blue[i], background.blue[i], foreground.blue[i], a, trust);
        red[i] = is_edge ? r : red[i];
        green[i] = is_edge ? g : green[i];
        blue[i] = is_edge ? b : blue[i];
    }
}

MULTI_ISA void pk_clean_plate(
    pk_rgb plate, pk_rgb photograph, pk_rgb background, const float *restrict alpha, size_t count
) {
    float *restrict red = plate.red, *restrict green = plate.green, *restrict blue = plate.blue;
    for (size_t i = 0; i < count; i++) {
        const float t = smoothed(0.80f, 0.97f, alpha[i]);
        red[i] = mixed(pk_decode_srgb(background.red[i]), photograph.red[i], t);
        green[i] = mixed(pk_decode_srgb(background.green[i]), photograph.green[i], t);
        blue[i] = mixed(pk_decode_srgb(background.blue[i]), photograph.blue[i], t);
    }
}

MULTI_ISA void pk_local_brightness(
    float *restrict out, const float *restrict finest, const float *restrict coarse, const float *restrict variance,
    size_t count
) {
    for (size_t i = 0; i < count; i++)
        out[i] = pk_clamped((finest[i] - coarse[i]) / (root_of(variance[i]) + 0.03f), -2.5f, 2.5f);
}

MULTI_ISA void pk_union(float *restrict out, const float *restrict a, const float *restrict b, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = unit_clamped(a[i] + b[i]);
}
