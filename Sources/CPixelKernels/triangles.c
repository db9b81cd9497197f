#include "RenderingKernels.h"
#include "rendering_math.h"

// Coordinates are counted in eighths of a pixel. A sample on the edge between two triangles belongs to exactly one of
// them, so that the samples of every pixel add up to one.
static inline int is_inside(const pk_triangle *t, int64_t x, int64_t y) {
    for (int k = 0; k < 3; k++) {
        const int m = (k + 1) % 3;
        const int64_t dx = 8 * (int64_t)(t->x[m] - t->x[k]), dy = 8 * (int64_t)(t->y[m] - t->y[k]);
        const int64_t side = dx * (y - 8 * (int64_t)t->y[k]) - dy * (x - 8 * (int64_t)t->x[k]);
        if (side < 0 || (side == 0 && (dy > 0 || (dy == 0 && dx < 0)))) return 0;
    }
    return 1;
}

static inline int32_t least_of(const int32_t v[3]) {
    const int32_t first = v[0] < v[1] ? v[0] : v[1];
    return first < v[2] ? first : v[2];
}

static inline int32_t most_of(const int32_t v[3]) {
    const int32_t first = v[0] > v[1] ? v[0] : v[1];
    return first > v[2] ? first : v[2];
}

void pk_triangles_paint(pk_rgb canvas, int width, const pk_triangle *triangles, size_t count, int first_row, int end_row) {
    static const int offset_x[4] = {1, -3, 3, -1}, offset_y[4] = {3, 1, -1, -3};
    for (size_t n = 0; n < count; n++) {
        const pk_triangle t = triangles[n];
        int top = least_of(t.y) - 1, bottom = most_of(t.y) + 2, left = least_of(t.x) - 1, right = most_of(t.x) + 2;
        if (top < first_row) top = first_row;
        if (bottom > end_row) bottom = end_row;
        if (left < 0) left = 0;
        if (right > width) right = width;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++) {
                int samples = 0;
                for (int k = 0; k < 4; k++) samples += is_inside(&t, 8 * x + offset_x[k], 8 * y + offset_y[k]);
                if (samples == 0) continue;
                const size_t i = (size_t)y * width + x;
                const float share = 0.25f * (float)samples;
                canvas.red[i] += share * t.color.red, canvas.green[i] += share * t.color.green;
                canvas.blue[i] += share * t.color.blue;
            }
    }
}
