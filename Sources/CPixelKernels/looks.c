#include "RenderingKernels.h"
#include "rendering_math.h"

PER_PIXEL float through_curve(float x, const pk_look *look) {
    x = look->lift + look->gain * x;
    x = mixed(x, x * x * (3.0f - 2.0f * x), look->curve);
    return pk_decode_srgb(1.0f - power_of(1.0f - unit_clamped(x), look->brighten));
}

MULTI_ISA void pk_apply_look(pk_rgb image, const float *restrict protected_share, const pk_look *settings, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const pk_look look = *settings;
    for (size_t i = 0; i < count; i++) {
        const float y0 = pk_maximum(luminance_of(red[i], green[i], blue[i]), 1e-6f);
        float r = red[i] * look.balance.red, g = green[i] * look.balance.green, b = blue[i] * look.balance.blue;
        const float keep = y0 / pk_maximum(luminance_of(r, g, b), 1e-6f);
        r *= keep, g *= keep, b *= keep;
        const oklab_pixel o = oklab_of(r, g, b);
        const float chroma = root_of(o.a * o.a + o.b * o.b);
        const float held = (1.0f - look.restraint * smoothed(0.10f, 0.25f, chroma)) * (1.0f - 0.7f * look.restraint * protected_share[i]);
        const float factor = 1.0f + (look.chroma - 1.0f) * held;
        const rgb_pixel p = rgb_of_oklab(o.lightness, o.a * factor, o.b * factor);
        const float grey = pk_encode_srgb(r * look.weights.red + g * look.weights.green + b * look.weights.blue);
        const float m = look.monochrome;
        red[i] = through_curve(mixed(pk_encode_srgb(p.r), power_of(grey, look.toning.red), m), &look);
        green[i] = through_curve(mixed(pk_encode_srgb(p.g), power_of(grey, look.toning.green), m), &look);
        blue[i] = through_curve(mixed(pk_encode_srgb(p.b), power_of(grey, look.toning.blue), m), &look);
    }
}

MULTI_ISA void pk_local_contrast(
    pk_rgb image, const float *restrict luminance, const float *restrict base, float amount, float pull, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float y = luminance[i], middle = 1.0f - square(2.0f * y - 1.0f);
        const float target = unit_clamped(y + amount * (y - base[i]) * middle + pull * (0.5f - base[i]));
        const float gain = (target + 0.01f) / (y + 0.01f);
        red[i] = pk_decode_srgb(pk_encode_srgb(red[i]) * gain);
        green[i] = pk_decode_srgb(pk_encode_srgb(green[i]) * gain);
        blue[i] = pk_decode_srgb(pk_encode_srgb(blue[i]) * gain);
    }
}
