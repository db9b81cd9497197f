#include "RenderingKernels.h"
#include "rendering_math.h"

// One row of a stroke: all pixels take the same path, and those outside it get a weight of zero.
PER_PIXEL void paint_row(
    float *restrict red, float *restrict green, float *restrict blue, float *restrict relief, pk_stroke s, float bristles,
    float dy, int left, int right
) {
    const float finer = 1.4f / pk_maximum(1.0f, s.radius * 0.18f), half = s.reach > 0 ? 0.5f / s.reach : 0.0f;
    const float wide = 1.0f / (s.radius * s.radius);
    for (int x = left; x < right; x++) {
        const float dx = (float)x - s.x;
        const float along = dx * s.direction_x + dy * s.direction_y, across = dy * s.direction_x - dx * s.direction_y;
        const float beyond = pk_maximum(magnitude(along) - s.reach, 0), far = across * across + beyond * beyond;
        // One groove per bristle, and a dry tail where the brush lifts.
        const float groove = pk_random_unit(s.stream, (uint32_t)(int32_t)(across * finer + 64.0f)) - 0.5f;
        const float progress = along * half + (half > 0 ? 0.5f : 0.0f);
        const int is_dry = (progress > 0.75f) & (groove * 2.0f > 2.6f - 2.2f * progress);
        const float w = unit_clamped(s.radius - root_of(far) + 0.5f) * (is_dry ? 0.35f : 1.0f);
        const float shade = 1.0f + groove * bristles * 0.35f;
        red[x] = mixed(red[x], s.color.red * shade, w);
        green[x] = mixed(green[x], s.color.green * shade, w);
        blue[x] = mixed(blue[x], s.color.blue * shade, w);
        relief[x] = mixed(relief[x], (1.0f - far * wide) * 0.35f + groove * 0.6f, w);
    }
}

MULTI_ISA void pk_strokes_paint(
    pk_rgb canvas, float *relief, int width, const pk_stroke *strokes, size_t count, float bristles, int first_row,
    int end_row
) {
    for (size_t n = 0; n < count; n++) {
        const pk_stroke s = strokes[n];
        const float reach_x = s.reach * magnitude(s.direction_x) + s.radius;
        const float reach_y = s.reach * magnitude(s.direction_y) + s.radius;
        int top = (int)(s.y - reach_y - 1), bottom = (int)(s.y + reach_y + 2);
        if (top < first_row) top = first_row;
        if (bottom > end_row) bottom = end_row;
        for (int y = top; y < bottom; y++) {
            const float dy = (float)y - s.y;
            // A slanted stroke covers little of its box: only columns within its width matter.
            float from = s.x - reach_x - 1, to = s.x + reach_x + 2;
            if (magnitude(s.direction_y) > 0.05f) {
                const float middle = s.x + dy * s.direction_x / s.direction_y;
                const float spread = (s.radius + 1.5f) / magnitude(s.direction_y);
                from = pk_maximum(from, middle - spread), to = pk_minimum(to, middle + spread + 1);
            }
            const int left = (int)pk_maximum(from, 0), right = (int)pk_minimum(to, (float)width);
            const size_t row = (size_t)y * width;
            paint_row(canvas.red + row, canvas.green + row, canvas.blue + row, relief + row, s, bristles, dy, left, right);
        }
    }
}

MULTI_ISA void pk_relief_light(
    pk_rgb canvas, const float *restrict relief, float amount, int width, int height, int first_row, int end_row
) {
    float *restrict red = canvas.red, *restrict green = canvas.green, *restrict blue = canvas.blue;
    for (int y = first_row; y < end_row; y++) {
        const float *above = relief + (size_t)(y > 0 ? y - 1 : 0) * width, *here = relief + (size_t)y * width;
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float slope = 2.0f * here[x] - above[x] - here[x > 0 ? x - 1 : 0];
            const float light = 1.0f + amount * pk_clamped(slope, -0.5f, 0.5f);
            red[i] = unit_clamped(red[i] * light), green[i] = unit_clamped(green[i] * light);
            blue[i] = unit_clamped(blue[i] * light);
        }
    }
}
