#include "RenderingKernels.h"
#include "rendering_math.h"

void pk_strokes_paint(
    pk_rgb canvas, float *relief, int width, const pk_stroke *strokes, size_t count, float bristles, int first_row,
    int end_row
) {
    for (size_t n = 0; n < count; n++) {
        const pk_stroke s = strokes[n];
        const float reach_x = s.reach * magnitude(s.direction_x) + s.radius;
        const float reach_y = s.reach * magnitude(s.direction_y) + s.radius;
        int top = (int)(s.y - reach_y - 1), bottom = (int)(s.y + reach_y + 2);
        int left = (int)(s.x - reach_x - 1), right = (int)(s.x + reach_x + 2);
        if (top < first_row) top = first_row;
        if (bottom > end_row) bottom = end_row;
        if (left < 0) left = 0;
        if (right > width) right = width;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++) {
                const float dx = (float)x - s.x, dy = (float)y - s.y;
                const float along = dx * s.direction_x + dy * s.direction_y;
                const float across = dy * s.direction_x - dx * s.direction_y;
                const float beyond = pk_maximum(magnitude(along) - s.reach, 0);
                const float d = root_of(across * across + beyond * beyond);
                const float a = unit_clamped(s.radius - d + 0.5f);
                if (a <= 0) continue;
                // One groove per bristle, and a dry tail where the brush lifts.
                const int bristle = (int)(across * 1.4f / pk_maximum(1.0f, s.radius * 0.18f) + 64.0f);
                const float groove = pk_random_unit(s.stream, (uint32_t)bristle) - 0.5f;
                const float progress = s.reach > 0 ? (along / s.reach + 1.0f) * 0.5f : 0.0f;
                const float dry = progress > 0.75f && groove * 2.0f > 2.6f - 2.2f * progress ? 0.35f : 1.0f;
                const float shade = 1.0f + groove * bristles * 0.35f, w = a * dry;
                const size_t i = (size_t)y * width + x;
                canvas.red[i] = mixed(canvas.red[i], s.color.red * shade, w);
                canvas.green[i] = mixed(canvas.green[i], s.color.green * shade, w);
                canvas.blue[i] = mixed(canvas.blue[i], s.color.blue * shade, w);
                relief[i] = mixed(relief[i], (1.0f - square(d / s.radius)) * 0.6f + groove * 0.5f, w);
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
