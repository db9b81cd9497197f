#include "RenderingKernels.h"
#include "rendering_math.h"

MULTI_ISA void pk_squared_difference(float *restrict out, const float *restrict a, const float *restrict b, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = square(a[i] - b[i]);
}

MULTI_ISA void pk_snow_lay(
    float *restrict cover, float *restrict ground_cover, float *restrict deposit, float *restrict decay,
    pk_snow_scene scene, pk_snow_relief relief, pk_snow_settings settings, int width, int height, int first_row,
    int end_row
) {
    const float amount = settings.amount, threshold = 1.15f - 2.0f * amount;
    const int two = (int)pk_maximum(1.0f, 2.0f * settings.scale);
    for (int y = first_row; y < end_row; y++) {
        const size_t row = (size_t)y * width;
        const size_t above = (size_t)(y > 0 ? y - 1 : 0) * width, below = (size_t)(y + 1 < height ? y + 1 : y) * width;
        const size_t upward = (size_t)(y >= two ? y - two : 0) * width;
        const size_t under = (size_t)(y + two < height ? y + two : height - 1) * width;
        const int lower = y + relief.step < height ? y + relief.step : height - 1;
        const size_t downward = (size_t)lower * width;
        const float in_frame = (float)y < 3.0f * settings.scale ? 0.0f : 1.0f;
        for (int x = 0; x < width; x++) {
            const size_t i = row + x;
            const int left = x > 0 ? x - 1 : 0, right = x + 1 < width ? x + 1 : x;
            const float grain = relief.grain[i] - 0.5f, patches = relief.patches[i] - 0.5f;
            const float fine = (relief.finest[i] - relief.middle[i]) / (root_of(relief.fine_variance[i]) + 0.02f);
            const float coarse = (relief.fine[i] - relief.coarse[i]) / (root_of(relief.coarse_variance[i]) + 0.02f);
            const float facing =
                (relief.fine[i] - relief.fine[downward + x]) / (root_of(relief.facing_variance[i]) + 0.02f);
            const float score = 0.42f * fine + 0.40f * coarse + 0.55f * facing + 0.7f * grain + 1.0f * patches;
            const float structure = scene.structure[i];
            // What is ground at all counts more where plants grow: a lawn takes snow like ground, not like leaves.
            const float lawn = scene.vegetation[i] * smoothed(0.18f, 0.45f, scene.ground[i]);
            const float ground = pk_maximum(scene.ground[i], lawn), vegetation = scene.vegetation[i];
            const float object = 1.0f - unit_clamped(scene.background[i]);
            const float leaf = smoothed(threshold, threshold + 0.55f, score);
            const float roof = structure
                * smoothed(0.10f, 0.55f,
                           0.75f * coarse + 0.6f * facing + 0.45f * fine + 0.8f * patches + 0.6f * grain
                               + (amount - 0.7f) * 1.2f);
            const float other = unit_clamped(1.0f - structure - vegetation - ground) * object;
            const float rock =
                other * smoothed(threshold + 0.25f, threshold + 0.8f, score + 0.35f * pk_clamped(facing, 0, 2));
            const float ground_threshold = -0.55f + (1.0f - amount);
            const float ground_score = 0.22f * fine + 0.25f * coarse + 1.4f * patches + 0.5f * grain + 0.48f;
            const float lying =
                ground * object * smoothed(ground_threshold - 0.35f, ground_threshold + 0.25f, ground_score)
                // A hollow much darker than all around it lies under a roof.
                * smoothed(-1.4f, -0.6f, coarse);
            float most = leaf * vegetation * (1.0f - 0.6f * ground);
            most = pk_maximum(most, pk_maximum(roof * 0.92f, rock * 0.9f));
            cover[i] = pk_maximum(most, lying);
            ground_cover[i] = unit_clamped(lying);

            const float vertical = (relief.finest[below + left] + 2.0f * relief.finest[below + x]
                                    + relief.finest[below + right] - relief.finest[above + left]
                                    - 2.0f * relief.finest[above + x] - relief.finest[above + right])
                * 0.125f;
            const float horizontal = (relief.finest[above + right] + 2.0f * relief.finest[row + right]
                                      + relief.finest[below + right] - relief.finest[above + left]
                                      - 2.0f * relief.finest[row + left] - relief.finest[below + left])
                * 0.125f;
            const float edge = magnitude(vertical);
            const float level = vertical * vertical / (vertical * vertical + horizontal * horizontal + 1e-5f);
            const float object_above = 1.0f - unit_clamped(scene.background[upward + x]);
            // Solid here and just below, open just above: thin fringes of a matte are no place for snow to lie on.
            const float solid = smoothed(0.45f, 0.85f, object) * smoothed(0.6f, 0.9f, 1.0f - unit_clamped(scene.background[under + x]));
            const float silhouette = solid * smoothed(0.55f, 0.25f, object_above) * in_frame;
            const float ledge = smoothed(0.012f, 0.05f, edge) * smoothed(0.55f, 0.85f, level)
                * unit_clamped(facing * 0.6f + 0.6f) * (0.35f + 0.65f * unit_clamped(structure));
            deposit[i] = unit_clamped(pk_maximum(silhouette * 1.2f, ledge)) * object;
            const float length = (2.0f + 6.0f * (1.0f - scene.depth[i])) * settings.scale
                * (0.6f + 1.6f * unit_clamped(patches + 0.5f)) * (0.6f + 0.8f * amount);
            const float stop = smoothed(0.05f, 0.16f, edge) * 0.6f * (1.0f - silhouette);
            decay[i] = pk_exponential(-1.0f / pk_maximum(length, 1.0f)) * (1.0f - stop);
        }
    }
}

MULTI_ISA void pk_snow_fall(
    float *restrict deposit_to_cap, const float *restrict decay, int width, int height, int first_column, int end_column
) {
    for (int y = 1; y < height; y++) {
        const float *above = deposit_to_cap + (size_t)(y - 1) * width, *keep = decay + (size_t)y * width;
        float *here = deposit_to_cap + (size_t)y * width;
        for (int x = first_column; x < end_column; x++) here[x] = pk_maximum(here[x], above[x] * keep[x]);
    }
}

MULTI_ISA void pk_snow_join(
    float *restrict cover, const float *restrict caps, pk_snow_scene scene, pk_snow_relief relief,
    pk_snow_settings settings, size_t count
) {
    for (size_t i = 0; i < count; i++) {
        const float ragged = 0.5f * (relief.grain[i] - 0.5f) + 0.25f * (relief.patches[i] - 0.5f);
        const float cap = smoothed(0.28f, 0.5f, caps[i] + ragged) * (0.55f + 0.45f * settings.amount);
        cover[i] = unit_clamped(pk_maximum(cover[i], cap) * (1.0f - unit_clamped(scene.excluded[i])));
    }
}

MULTI_ISA void pk_snow_shade(
    pk_rgb image, pk_snow_scene scene, pk_snow_light light, pk_snow_settings settings, int width, int height,
    int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const float amount = settings.amount;
    const int near = (int)pk_maximum(1.0f, 1.5f * settings.scale), far = (int)pk_maximum(1.0f, 3.0f * settings.scale);
    for (int y = first_row; y < end_row; y++) {
        const size_t row = (size_t)y * width;
        const size_t below = (size_t)(y + near < height ? y + near : height - 1) * width;
        const size_t above = (size_t)(y >= near ? y - near : 0) * width;
        const size_t higher = (size_t)(y >= far ? y - far : 0) * width;
        const size_t next = (size_t)(y + 1 < height ? y + 1 : y) * width, previous = (size_t)(y > 0 ? y - 1 : 0) * width;
        for (int x = 0; x < width; x++) {
            const size_t i = row + x;
            const float object = 1.0f - unit_clamped(scene.excluded[i]);
            const float cover = light.cover[i], ground = light.ground_cover[i], vegetation = scene.vegetation[i];
            // Frost: what snow leaves open is paler and cooler, and leaves lose their green.
            const float y0 = luminance_of(red[i], green[i], blue[i]);
            const float pale = unit_clamped(0.55f * vegetation + 0.30f * scene.ground[i] + 0.05f) * object
                * (0.4f + 0.6f * amount);
            float r = mixed(red[i], y0 * 0.846f + 0.008f, pale);
            float g = mixed(green[i], y0 * 0.900f + 0.0095f, pale);
            float b = mixed(blue[i], y0 * 0.990f + 0.012f, pale);
            const float y1 = luminance_of(r, g, b);
            const float frost = smoothed(-0.2f, 1.4f, light.local_brightness[i]) * object
                * (0.03f + 0.28f * vegetation + 0.10f * scene.ground[i]) * amount;
            const float white = pk_clamped(y1 * 1.4f + 0.10f, 0, 0.8f);
            r = mixed(r, white * 0.90f, frost), g = mixed(g, white * 0.97f, frost), b = mixed(b, white * 1.05f, frost);
            // Light on the snow: how bright the place was, with the dark of the covered surface itself divided out.
            const float whole = light.illumination[i] / (light.reference + 1e-3f);
            const float local = pk_clamped(light.illumination[i] / (light.surface_illumination[i] + 0.02f) * 0.92f, 0.05f, 1.3f);
            const float k = 0.72f * unit_clamped(pk_maximum(ground, vegetation));
            float shade = pk_clamped(power_of(whole + 0.02f, 1.0f - k) * power_of(local, k), 0.05f, 1.3f);
            // Even shaded snow is bright beside what else lies in that shade.
            shade = mixed(shade, pk_maximum(shade, 0.72f), ground);
            const float detail = pk_clamped(light.relief[i] * 2.2f, -0.25f, 0.25f) * (1.0f - 0.75f * ground);
            const float emboss = pk_clamped(light.cover_blurred[below + x] - light.cover_blurred[above + x], -0.5f, 0.5f);
            const float bump = light.bumps[next + x] - light.bumps[previous + x];
            const float v = pk_clamped(
                0.26f + 0.06f * ground + 0.68f * shade + detail + emboss * 0.42f + bump * 0.30f * (0.4f + 0.6f * ground), 0.06f, 1.12f);
            const float t = smoothed(0.25f, 0.85f, v), brightness = pk_decode_srgb(v * 0.93f);
            // A thin contact shadow lies below each cap.
            const float contact =
                unit_clamped(light.cover_blurred[higher + x] - cover) * object * 0.40f;
            r *= 1.0f - contact, g *= 1.0f - 0.9f * contact, b *= 1.0f - 0.75f * contact;
            const float sparkle = pk_random_unit(light.sparkle_stream, (uint32_t)i) > 0.9985f ? 0.5f : 0.0f;
            const float glint = sparkle * ground * smoothed(0.5f, 0.9f, v);
            red[i] = mixed(r, mixed(0.50f, 0.95f, t) * brightness, cover) + glint;
            green[i] = mixed(g, mixed(0.64f, 0.97f, t) * brightness, cover) + glint;
            blue[i] = mixed(b, mixed(0.95f, 1.00f, t) * brightness, cover) + glint;
        }
    }
}
