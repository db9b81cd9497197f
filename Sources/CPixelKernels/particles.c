#include "RenderingKernels.h"
#include "rendering_math.h"

typedef struct { int left, right, top, bottom; } pixel_box;

// The pixels that a shape within `reach` of (x, y) can touch, cut to the rows at hand.
PER_PIXEL pixel_box box_around(float x, float y, float reach, int width, int first_row, int end_row) {
    pixel_box box = {(int)(x - reach - 1), (int)(x + reach + 2), (int)(y - reach - 1), (int)(y + reach + 2)};
    if (box.left < 0) box.left = 0;
    if (box.right > width) box.right = width;
    if (box.top < first_row) box.top = first_row;
    if (box.bottom > end_row) box.bottom = end_row;
    return box;
}

// Coverage of a disc of radius r at distance d (in pixels); its rim takes the outer `softness` of the radius.
PER_PIXEL float disc_coverage(float d, float r, float softness) {
    const float a = unit_clamped((1.0f - d / r) / softness);
    return a * a * (3.0f - 2.0f * a);
}

void pk_dots_add(pk_rgb image, int width, const pk_dot *dots, size_t count, float softness, int first_row, int end_row) {
    for (size_t n = 0; n < count; n++) {
        const pk_dot dot = dots[n];
        const pixel_box box = box_around(dot.x, dot.y, dot.radius, width, first_row, end_row);
        for (int y = box.top; y < box.bottom; y++)
            for (int x = box.left; x < box.right; x++) {
                const float d = root_of(square((float)x - dot.x) + square((float)y - dot.y));
                const float a = disc_coverage(d, dot.radius, softness);
                const size_t i = (size_t)y * width + x;
                image.red[i] += a * dot.color.red;
                image.green[i] += a * dot.color.green;
                image.blue[i] += a * dot.color.blue;
            }
    }
}

void pk_streaks_add(
    float *plane, int width, const pk_streak *streaks, size_t count, float softness, int first_row, int end_row
) {
    for (size_t n = 0; n < count; n++) {
        const pk_streak s = streaks[n];
        const float length = root_of(square(s.trail_x) + square(s.trail_y));
        const float middle_x = s.x + 0.5f * s.trail_x, middle_y = s.y + 0.5f * s.trail_y;
        pixel_box box = box_around(middle_x, middle_y, s.radius + 0.5f * length, width, first_row, end_row);
        const float reach = s.radius + 0.5f * magnitude(s.trail_x);
        const pixel_box narrow = box_around(middle_x, middle_y, reach, width, first_row, end_row);
        box.left = narrow.left, box.right = narrow.right;
        const float inverse = length > 0.01f ? 1.0f / (length * length) : 0.0f;
        // The same light spread over a longer way is fainter.
        const float alpha = s.alpha * (2.0f * s.radius) / (2.0f * s.radius + 0.6f * length);
        for (int y = box.top; y < box.bottom; y++)
            for (int x = box.left; x < box.right; x++) {
                const float dx = (float)x - s.x, dy = (float)y - s.y;
                const float along = unit_clamped((dx * s.trail_x + dy * s.trail_y) * inverse);
                const float d = root_of(square(dx - along * s.trail_x) + square(dy - along * s.trail_y));
                plane[(size_t)y * width + x] += alpha * disc_coverage(d, s.radius, softness);
            }
    }
}

MULTI_ISA void pk_particles_blend(
    pk_rgb image, const float *restrict alpha, const float *restrict depth, float hidden_from, float hidden_to,
    pk_rgb ambient, float gain, pk_color lift, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float seen = hidden_to > hidden_from ? smoothed(hidden_from, hidden_to, depth[i]) : 1.0f;
        const float a = unit_clamped(alpha[i]) * seen;
        red[i] = mixed(red[i], unit_clamped(ambient.red[i] * gain + lift.red), a);
        green[i] = mixed(green[i], unit_clamped(ambient.green[i] * gain + lift.green), a);
        blue[i] = mixed(blue[i], unit_clamped(ambient.blue[i] * gain + lift.blue), a);
    }
}

PER_PIXEL void paint_over(pk_rgb layer, float *coverage, size_t i, pk_color color, float shade, float a) {
    layer.red[i] = mixed(layer.red[i], color.red * shade, a);
    layer.green[i] = mixed(layer.green[i], color.green * shade, a);
    layer.blue[i] = mixed(layer.blue[i], color.blue * shade, a);
    coverage[i] = mixed(coverage[i], 1.0f, a);
}

void pk_flowers_paint(
    pk_rgb layer, float *coverage, int width, const pk_petal *petals, size_t count, int first_row, int end_row
) {
    for (size_t n = 0; n < count; n++) {
        const pk_petal flower = petals[n];
        const float r = flower.radius, turns = flower.angle / 6.28318531f;
        const float cosine = cosine_of_turns(turns), sine = sine_of_turns(turns);
        const pixel_box box = box_around(flower.x, flower.y, r, width, first_row, end_row);
        for (int y = box.top; y < box.bottom; y++)
            for (int x = box.left; x < box.right; x++) {
                const float dx = (float)x - flower.x, dy = (float)y - flower.y;
                const float d = root_of(dx * dx + dy * dy);
                // |cos(2.5 θ)| = √((1 + cos 5θ) / 2) has five lobes; below two pixels nobody can see them.
                const float c = (dx * cosine - dy * sine) / pk_maximum(d, 1e-6f), c2 = c * c;
                const float cosine5 = c * (5.0f - 20.0f * c2 + 16.0f * c2 * c2);
                const float lobe = r > 2.0f ? 0.72f + 0.28f * root_of(0.5f + 0.5f * cosine5) : 0.9f;
                const float a = unit_clamped(r * lobe - d + 0.5f);
                if (a <= 0) continue;
                const float q = d / r;
                float shade = r > 2.0f ? 1.0f - 0.22f * (1.0f - q) * (1.0f - q) : 1.0f;
                shade *= 1.0f - 0.12f * dy / r;
                paint_over(layer, coverage, (size_t)y * width + x, flower.color, shade, a);
            }
    }
}

void pk_leaves_paint(
    pk_rgb layer, float *coverage, int width, const pk_petal *leaves, size_t count, int first_row, int end_row
) {
    for (size_t n = 0; n < count; n++) {
        const pk_petal leaf = leaves[n];
        const float r = leaf.radius, turns = leaf.angle / 6.28318531f;
        const float cosine = cosine_of_turns(turns), sine = sine_of_turns(turns);
        const pixel_box box = box_around(leaf.x, leaf.y, r, width, first_row, end_row);
        for (int y = box.top; y < box.bottom; y++)
            for (int x = box.left; x < box.right; x++) {
                const float dx = (float)x - leaf.x, dy = (float)y - leaf.y;
                const float u = (dx * cosine + dy * sine) / r, v = (dy * cosine - dx * sine) / (r * leaf.aspect);
                const float inside = 1.0f - power_of(magnitude(u), 1.6f) - power_of(magnitude(v), 1.3f);
                const float a = unit_clamped(inside * r * 1.2f);
                if (a <= 0) continue;
                paint_over(layer, coverage, (size_t)y * width + x, leaf.color, v > 0 ? 1.1f : 0.8f, a);
            }
    }
}

MULTI_ISA void pk_layer_blend(
    pk_rgb image, pk_rgb layer, const float *restrict coverage, const float *restrict light, float opacity, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float c = pk_maximum(coverage[i], 1e-3f), shade = light[i] / c, a = unit_clamped(coverage[i]) * opacity;
        red[i] = mixed(red[i], layer.red[i] * shade, a);
        green[i] = mixed(green[i], layer.green[i] * shade, a);
        blue[i] = mixed(blue[i], layer.blue[i] * shade, a);
    }
}
