#include "RenderingKernels.h"
#include "rendering_math.h"

MULTI_ISA void pk_relight(
    pk_rgb image, const float *restrict illumination, const float *restrict relief, const pk_light_rig *rig, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const pk_light_rig r = *rig;
    const float pivot = 0.18f;
    for (size_t i = 0; i < count; i++) {
        const float y = pk_maximum(luminance_of(red[i], green[i], blue[i]) * r.exposure, 1e-6f);
        const float gain = r.exposure * pivot * power_of(y / pivot, r.contrast) / y;
        const float lit = illumination[i] / r.reference + relief[i] * 2.0f;
        const float shadow = (1.0f - smoothed(0.25f, 0.85f, lit)) * r.split;
        const float grey = luminance_of(red[i], green[i], blue[i]);
        red[i] = mixed(grey, red[i], r.saturation) * gain * r.tint.red * mixed(1, r.shadow_tint.red, shadow);
        green[i] = mixed(grey, green[i], r.saturation) * gain * r.tint.green * mixed(1, r.shadow_tint.green, shadow);
        blue[i] = mixed(grey, blue[i], r.saturation) * gain * r.tint.blue * mixed(1, r.shadow_tint.blue, shadow);
    }
}

MULTI_ISA void pk_lights_add(
    pk_rgb image, pk_rgb albedo, pk_rgb emission, pk_rgb spill, float gain, float lift, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        red[i] += emission.red[i] + spill.red[i] * (unit_clamped(albedo.red[i]) * gain + lift);
        green[i] += emission.green[i] + spill.green[i] * (unit_clamped(albedo.green[i]) * gain + lift);
        blue[i] += emission.blue[i] + spill.blue[i] * (unit_clamped(albedo.blue[i]) * gain + lift);
    }
}

MULTI_ISA void pk_blend_over(pk_rgb image, pk_rgb over, const float *restrict alpha, float amount, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float a = alpha[i] * amount;
        red[i] = mixed(red[i], over.red[i], a);
        green[i] = mixed(green[i], over.green[i], a);
        blue[i] = mixed(blue[i], over.blue[i], a);
    }
}

MULTI_ISA void pk_far_land(
    pk_rgb image, const float *restrict depth, const float *restrict excluded, const float *restrict mean_luminance,
    pk_color air, float amount, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float far = smoothed(0.72f, 1.0f, depth[i]) * (1.0f - unit_clamped(excluded[i])) * amount;
        const float y = luminance_of(red[i], green[i], blue[i]);
        const float light = 0.35f + 0.65f * pk_clamped(y / (mean_luminance[i] + 1e-3f), 0.5f, 1.5f);
        red[i] = mixed(red[i], air.red * light, far);
        green[i] = mixed(green[i], air.green * light, far);
        blue[i] = mixed(blue[i], air.blue * light, far);
    }
}

MULTI_ISA void pk_veil_rows(
    pk_rgb image, const float *restrict depth, const float *restrict noise, const float *restrict spared, int width,
    int height, const pk_veil *veil, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const pk_veil v = *veil;
    for (int y = first_row; y < end_row; y++) {
        const float down = ((float)y - v.low_row) / (float)height;
        const float low = 1.0f + v.low_lying * smoothed(-0.3f, 0.1f, down) * (1.0f - smoothed(0.1f, 0.6f, down));
        const float height_gain = mixed(v.top, v.bottom, (float)y / (float)height);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float d = unit_clamped((depth[i] - v.start) / (1.0f - v.start));
            const float thickness =
                v.density * power_of(d, v.power) * (1.0f - v.patch + 2.0f * v.patch * noise[i]) * low;
            const float t = (1.0f - pk_exponential(-thickness)) * (1.0f - v.spare * spared[i]);
            red[i] = mixed(red[i], v.color.red * height_gain, t);
            green[i] = mixed(green[i], v.color.green * height_gain, t);
            blue[i] = mixed(blue[i], v.color.blue * height_gain, t);
        }
    }
}

MULTI_ISA void pk_mist_rows(
    pk_rgb image, const float *restrict depth, const float *restrict noise, const float *restrict spared,
    const float *restrict water, int width, int height, float horizon, pk_color color, float amount, int first_row,
    int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++) {
        const float band = pk_exponential(-square(((float)y - horizon) / (float)height - 0.06f) / square(0.13f));
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float thick = band * smoothed(0.40f, 0.68f, noise[i]) * smoothed(0.15f, 0.6f, depth[i]) * 1.2f * amount;
            const float t = pk_clamped(thick, 0, 0.85f) * (1.0f - spared[i]) * (1.0f - 0.55f * water[i]);
            red[i] = mixed(red[i], color.red, t);
            green[i] = mixed(green[i], color.green, t);
            blue[i] = mixed(blue[i], color.blue, t);
        }
    }
}
