#include "RenderingKernels.h"
#include "rendering_math.h"

// Degrees of OKLab hue to turns.
PER_PIXEL float turns_of_degrees(float degrees) { return degrees * (1.0f / 360.0f); }

// Piecewise linear through (0, 28) (.25, 42) (.5, 58) (.75, 76) (1, 98): dark red to yellow.
PER_PIXEL float leaf_hue(float t) {
    return t < 0.25f ? 28.0f + 56.0f * t : t < 0.5f ? 26.0f + 64.0f * t : t < 0.75f ? 22.0f + 72.0f * t : 10.0f + 88.0f * t;
}

MULTI_ISA void pk_autumn(pk_rgb image, pk_plants plants, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const oklab_pixel o = oklab_of(red[i], green[i], blue[i]);
        const float chroma = root_of(o.a * o.a + o.b * o.b);
        const float ground = plants.ground[i];
        const float t = unit_clamped(0.5f + 0.26f * plants.wide[i] + 0.16f * plants.fine[i]);
        const float hue = mixed(leaf_hue(t), 88.0f, 0.85f * ground);
        float vivid = pk_maximum(chroma, 0.045f) * (1.30f - 0.35f * ground) * (1.0f - 0.30f * plants.depth[i])
            + 0.022f * (1.0f - ground) * smoothed(0.25f, 0.55f, o.lightness);
        // Vivid only where there is light: deep shadow stays neutral.
        vivid = pk_minimum(vivid, 0.175f) * smoothed(0.02f, 0.35f, o.lightness);
        const float lightness = o.lightness * (1.0f + 0.06f * t)
            + 0.035f * smoothed(0.3f, 0.6f, o.lightness) * (1.0f - ground);
        const float turns = turns_of_degrees(hue);
        const float m = plants.foliage[i] * (1.0f - plants.protected_share[i]) * plants.amount;
        const rgb_pixel p = rgb_of_oklab(
            mixed(o.lightness, lightness, m), mixed(o.a, vivid * cosine_of_turns(turns), m),
            mixed(o.b, vivid * sine_of_turns(turns), m));
        red[i] = mixed(red[i], p.r, m > 0 ? 1 : 0);
        green[i] = mixed(green[i], p.g, m > 0 ? 1 : 0);
        blue[i] = mixed(blue[i], p.b, m > 0 ? 1 : 0);
    }
}

MULTI_ISA void pk_hoarfrost(
    pk_rgb image, const float *restrict plants, const float *restrict ground, const float *restrict bare,
    const float *restrict local_brightness, const float *restrict grain, float amount, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float y = luminance_of(red[i], green[i], blue[i]);
        const float share = amount * (1.0f - unit_clamped(bare[i]))
            * (0.22f + 0.78f * unit_clamped(pk_maximum(plants[i], 0.8f * ground[i])));
        const float tip = smoothed(-0.5f, 1.1f, local_brightness[i] + 1.6f * (grain[i] - 0.5f));
        const float pale = 0.75f * share, white = share * (0.12f + 0.80f * tip);
        const float light = pk_clamped(0.06f + 0.85f * root_of(y), 0, 0.88f);
        red[i] = mixed(mixed(red[i], y * 0.93f, pale), light * 0.89f, white);
        green[i] = mixed(mixed(green[i], y * 0.99f, pale), light * 0.955f, white);
        blue[i] = mixed(mixed(blue[i], y * 1.08f, pale), light * 1.03f, white);
    }
}

MULTI_ISA void pk_fresh_green(pk_rgb image, pk_plants plants, float hue, float lushness, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const oklab_pixel o = oklab_of(red[i], green[i], blue[i]);
        const float chroma = root_of(o.a * o.a + o.b * o.b);
        const float field = pk_clamped(plants.wide[i], -1, 1);
        const float turns = turns_of_degrees(hue - 8.0f * field * (1.0f - 0.8f * plants.ground[i]));
        const float vivid = pk_minimum(
            pk_maximum(chroma * 1.15f, 0.05f) * lushness + 0.025f * smoothed(0.2f, 0.6f, o.lightness), 0.19f)
            * smoothed(0.02f, 0.3f, o.lightness);
        const float lightness = o.lightness * 1.03f + 0.02f * smoothed(0.3f, 0.6f, o.lightness);
        const float m = unit_clamped(plants.foliage[i] * 1.2f) * (1.0f - plants.protected_share[i]) * plants.amount;
        const rgb_pixel p = rgb_of_oklab(
            mixed(o.lightness, lightness, m), mixed(o.a, vivid * cosine_of_turns(turns), m),
            mixed(o.b, vivid * sine_of_turns(turns), m));
        const float any = m > 0 ? 1 : 0;
        red[i] = mixed(red[i], p.r, any), green[i] = mixed(green[i], p.g, any), blue[i] = mixed(blue[i], p.b, any);
    }
}

MULTI_ISA void pk_blossom_crowns(pk_rgb image, pk_plants plants, const float *restrict crowns, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const oklab_pixel o = oklab_of(red[i], green[i], blue[i]);
        const float field = plants.wide[i], bright = plants.local_brightness[i];
        const float share = crowns[i] * plants.foliage[i] * (1.0f - plants.protected_share[i])
            * smoothed(-0.6f, 0.5f, field + 0.9f * (plants.amount - 0.4f)) * smoothed(-0.9f, 0.6f, bright)
            * smoothed(0.12f, 0.4f, o.lightness);
        const float lightness = pk_clamped(0.60f + 0.34f * smoothed(-0.9f, 1.4f, bright), 0, 0.965f)
            * (0.35f + 0.65f * smoothed(0.15f, 0.6f, o.lightness));
        const float turns = turns_of_degrees(358.0f + 8.0f * pk_clamped(field, -2, 2));
        const float chroma = 0.055f + 0.035f * (1.0f - smoothed(0.5f, 0.9f, lightness));
        const float m = unit_clamped(share * 0.9f), any = m > 0 ? 1 : 0;
        const rgb_pixel p = rgb_of_oklab(
            mixed(o.lightness, lightness, m), mixed(o.a, chroma * cosine_of_turns(turns), m),
            mixed(o.b, chroma * sine_of_turns(turns), m));
        red[i] = mixed(red[i], p.r, any), green[i] = mixed(green[i], p.g, any), blue[i] = mixed(blue[i], p.b, any);
    }
}
