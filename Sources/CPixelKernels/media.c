#include "RenderingKernels.h"
#include "rendering_math.h"

// Bousseau et al., "Interactive watercolor rendering", 2006: more pigment makes a colour deeper, not just darker.
PER_PIXEL float pigmented(float c, float density) { return unit_clamped(c - (c - c * c) * (density - 1.0f)); }

// Lightness in soft steps, as layers of wash give them.
PER_PIXEL float stepped(float lightness, float levels, float amount) {
    const float step = lightness * levels, whole = whole_part(step);
    return mixed(lightness, (whole + smoothed(0.30f, 0.70f, step - whole)) / levels, amount);
}

MULTI_ISA void pk_lay_washes(pk_rgb image, const float *restrict fine, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const oklab_pixel o = oklab_of_encoded(red[i], green[i], blue[i]);
        // Paper shines through: darks stay transparent, colours pure.
        const float lightness = 1.0f - 0.86f * (1.0f - stepped(o.lightness, 6.0f, 0.55f * (1.0f - 0.7f * fine[i])));
        const float c = root_of(o.a * o.a + o.b * o.b);
        const float k = pk_minimum(c * mixed(1.5f, 1.2f, fine[i]), pk_maximum(c, 0.20f)) / pk_maximum(c, 1e-4f);
        const rgb_pixel p = rgb_of_oklab(lightness, o.a * k, o.b * k);
        red[i] = pk_encode_srgb(p.r), green[i] = pk_encode_srgb(p.g), blue[i] = pk_encode_srgb(p.b);
    }
}

MULTI_ISA void pk_watercolour_rows(
    pk_rgb image, const float *restrict turbulence, const float *restrict granules, const float *restrict paper,
    const float *restrict edges, int width, int height, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++) {
        const float from_end = (float)(y < height - 1 - y ? y : height - 1 - y);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float density = 1.0f + 1.1f * (turbulence[i] - 0.5f) + 0.55f * (granules[i] - 0.5f)
                + 0.35f * (paper[i] - 0.5f) + 1.6f * edges[i];
            const float r = pigmented(red[i], density), g = pigmented(green[i], density), b = pigmented(blue[i], density);
            const float y0 = luminance_of(r, g, b);
            // Places that the brush left out: light ones only, and thin.
            const float blank = 0.28f * smoothed(0.62f, 0.92f, y0) * smoothed(0.56f, 0.70f, turbulence[i]);
            const float from_side = (float)(x < width - 1 - x ? x : width - 1 - x);
            const float border = pk_minimum(from_side, from_end) / (float)width;
            const float ragged = border + 0.030f * (turbulence[i] - 0.5f) + 0.010f * (granules[i] - 0.5f);
            const float open = pk_maximum(blank, 1.0f - smoothed(0.010f, 0.017f, ragged));
            const float sheet = 0.965f + 0.05f * (paper[i] - 0.5f);
            red[i] = mixed(r, sheet, open), green[i] = mixed(g, sheet * 0.99f, open);
            blue[i] = mixed(b, sheet * 0.965f, open);
        }
    }
}

// Share of graphite or ink that parallel lines at an angle leave: they grow wider with `dark`.
PER_PIXEL float hatching(float x, float y, float cosine, float sine, float spacing, float wobble, float dark) {
    const float p = (x * cosine + y * sine) / spacing + wobble * 1.6f;
    const float f = magnitude(p - whole_part(p) - 0.5f) * 2.0f;
    return smoothed(dark + 0.22f, dark - 0.10f, f) * smoothed(0.02f, 0.12f, dark);
}

MULTI_ISA void pk_pencil_rows(
    pk_rgb image, const float *restrict tone, const float *restrict ink, const float *restrict strokes,
    const float *restrict wobble, const float *restrict paper, float spacing, int width, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float dark = 1.0f - tone[i];
            // The darker, the more of the strokes take, and the harder the pencil was pressed.
            const float bar = 1.0f - 0.92f * smoothed(0.10f, 1.0f, dark);
            const float along = smoothed(bar - 0.30f, bar + 0.30f, strokes[i]) * (0.22f + 0.34f * dark);
            const float cross = hatching((float)x, (float)y, 0.500f, 0.866f, spacing, wobble[i], smoothed(0.50f, 1.15f, dark));
            const float rubbed = 0.14f * smoothed(0.10f, 0.9f, dark) + 0.14f * smoothed(0.75f, 1.0f, dark);
            const float tooth = pk_clamped(0.50f + paper[i], 0.45f, 1.2f);
            const float lead = (along + 0.18f * cross + rubbed + 0.55f * ink[i]) * tooth;
            const float grey = mixed(0.965f + 0.03f * (paper[i] - 0.5f), 0.17f, unit_clamped(lead));
            red[i] = unit_clamped(grey), green[i] = unit_clamped(grey * 0.995f), blue[i] = unit_clamped(grey * 0.98f);
        }
}

MULTI_ISA void pk_ink_rows(
    pk_rgb image, const float *restrict tone, const float *restrict ink, const float *restrict wobble,
    const float *restrict paper, float spacing, int width, int height, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float dark = 1.0f - tone[i], w = wobble[i];
            const float solid = smoothed(0.80f, 0.86f, dark + 0.10f * (w - 0.5f));
            const float lines = hatching((float)x, (float)y, 0.574f, 0.819f, spacing, w, smoothed(0.45f, 1.0f, dark) * 0.8f);
            const float cross = hatching((float)x, (float)y, -0.574f, 0.819f, spacing, -w, smoothed(0.65f, 1.1f, dark) * 0.8f);
            const float black = unit_clamped(pk_maximum(pk_maximum(ink[i] * 1.1f, solid), pk_maximum(lines, cross) * 0.95f));
            const float sheet = 0.955f + 0.04f * (paper[i] - 0.5f);
            red[i] = mixed(sheet, 0.06f, black), green[i] = mixed(sheet * 0.985f, 0.055f, black);
            blue[i] = mixed(sheet * 0.94f, 0.06f, black);
        }
}

MULTI_ISA void pk_cel_shade(pk_rgb image, const float *restrict ink, float levels, float chroma, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const oklab_pixel o = oklab_of_encoded(red[i], green[i], blue[i]);
        const float step = o.lightness * levels, whole = whole_part(step);
        const float soft = (whole + smoothed(0.32f, 0.68f, step - whole)) / levels;
        const float lightness = pk_clamped(mixed(o.lightness, soft, 0.75f) * 1.05f + 0.015f, 0, 1);
        const float c = root_of(o.a * o.a + o.b * o.b), limit = pk_minimum(c * chroma, 0.24f) / pk_maximum(c, 1e-4f);
        // Shadows of painted backgrounds are blue.
        const float shadow = smoothed(0.45f, 0.15f, lightness) * 0.020f;
        const rgb_pixel p = rgb_of_oklab(lightness, o.a * limit, o.b * limit - shadow);
        const float line = 1.0f - 0.75f * ink[i];
        red[i] = pk_encode_srgb(p.r) * line, green[i] = pk_encode_srgb(p.g) * line;
        blue[i] = pk_encode_srgb(p.b) * mixed(1, line, 0.9f);
    }
}

MULTI_ISA void pk_woodblock_rows(
    pk_rgb image, const float *restrict ink, const float *restrict grain, const float *restrict bokashi,
    const float *restrict paper, int width, int height, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const float margin = 0.016f * (float)(width > height ? width : height), line = 0.0022f * (float)(width > height ? width : height);
    for (int y = first_row; y < end_row; y++) {
        const float from_end = (float)(y < height - 1 - y ? y : height - 1 - y);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float from_side = (float)(x < width - 1 - x ? x : width - 1 - x);
            const float inside = pk_minimum(from_side, from_end) - margin;
            const float sheet = 0.94f + 0.06f * (paper[i] - 0.5f);
            // Ink lies unevenly: the grain of the block and the paper's fibres show.
            const float wood = 1.0f + 0.14f * (grain[i] - 0.5f) + 0.07f * (paper[i] - 0.5f);
            const float black = ink[i], sky = bokashi[i];
            // Ink is transparent: what is white is the warm paper.
            float r = mixed(red[i], 0.10f, sky) * wood * 0.98f, g = mixed(green[i], 0.24f, sky) * wood * 0.955f;
            float b = mixed(blue[i], 0.46f, sky) * wood * 0.89f;
            r = mixed(r, 0.11f, black), g = mixed(g, 0.12f, black), b = mixed(b, 0.17f, black);
            // The key block's frame, then bare paper.
            const float frame = unit_clamped(line - inside + 0.5f), bare = unit_clamped(-inside + 0.5f);
            r = mixed(r, 0.12f, frame), g = mixed(g, 0.12f, frame), b = mixed(b, 0.15f, frame);
            red[i] = unit_clamped(mixed(r, sheet, bare)), green[i] = unit_clamped(mixed(g, sheet * 0.965f, bare));
            blue[i] = unit_clamped(mixed(b, sheet * 0.88f, bare));
        }
    }
}
