#include "PatchKernels.h"
#include "RenderingKernels.h"
#include "multi_isa.h"

// Pixels are four bytes (the last is 0) and sums are integers, so that every instruction set finds the same patches.

enum { patch = PK_PATCH_SIDE, far_away = 1 << 30 };
static const int8_t around[8][2] = {{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}};

static inline int32_t patch_distance(const uint8_t *a, const uint8_t *b, size_t stride) {
    int32_t sum = 0;
    for (int row = 0; row < patch; row++) {
        for (int i = 0; i < patch * 4; i++) {
            const int16_t difference = (int16_t)(a[i] - b[i]);
            sum += difference * difference;
        }
        a += stride;
        b += stride;
    }
    return sum;
}

/// What it costs that the patch at `x, y` looks like the one at `u, v`: how they differ, how far the rows (or columns)
/// are apart, and what the source is worth keeping unique.
static inline int32_t candidate_cost(const pk_patch_canvas *canvas, int32_t x, int32_t y, int32_t u, int32_t v) {
    if (u < 0 || v < 0 || u > canvas->width - patch || v > canvas->height - patch) return far_away;
    const uint8_t penalty = canvas->penalty[v * canvas->width + u];
    if (penalty == 255) return far_away;
    const size_t stride = (size_t)canvas->width * 4;
    const int32_t shift = canvas->keeps_rows ? v - y : u - x;
    const int32_t drift = shift * canvas->drift_scale / 16;
    return patch_distance(canvas->pixels + (size_t)y * stride + (size_t)x * 4,
                          canvas->pixels + (size_t)v * stride + (size_t)u * 4, stride)
         + (drift > 1000 ? 1000000 : drift * drift) + penalty * 256;
}

MULTI_ISA void pk_patch_search(pk_patch_match *restrict out, const pk_patch_match *restrict in,
                               const pk_patch_canvas *canvas, int32_t step, int32_t reach, uint32_t bits,
                               int32_t first, int32_t last) {
    const int32_t width = canvas->width, height = canvas->height;
    for (int32_t y = first; y < last; y++) {
        for (int32_t x = 0; x < width; x++) {
            const int32_t here = y * width + x;
            pk_patch_match best = in[here];
            if (best.cost < 0) {
                out[here] = best;
                continue;
            }
            best.cost = candidate_cost(canvas, x, y, best.x, best.y);
            for (int32_t k = 0; k < 8; k++) {
                const int32_t dx = around[k][0] * step, dy = around[k][1] * step;
                if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
                const pk_patch_match near = in[here + dy * width + dx];
                const int32_t u = near.x - dx, v = near.y - dy;
                if (near.cost < 0 || (u == best.x && v == best.y)) continue;
                const int32_t cost = candidate_cost(canvas, x, y, u, v);
                if (cost < best.cost) best = (pk_patch_match){u, v, cost};
            }
            uint32_t draw = (uint32_t)here * 16;
            for (int32_t radius = reach; radius > 0; radius /= 2) {
                const float a = pk_random_unit(bits, draw++) * 2 - 1, b = pk_random_unit(bits, draw++) * 2 - 1;
                const int32_t u = best.x + (int32_t)(a * (float)radius), v = best.y + (int32_t)(b * (float)radius);
                const int32_t cost = candidate_cost(canvas, x, y, u, v);
                if (cost < best.cost) best = (pk_patch_match){u, v, cost};
            }
            out[here] = best;
        }
    }
}

MULTI_ISA void pk_patch_vote(uint8_t *restrict out, const uint8_t *restrict sources, const uint8_t *restrict unknown,
                             const pk_patch_match *restrict matches, int32_t width, int32_t height, float tolerance,
                             int32_t first, int32_t last) {
    for (int32_t y = first; y < last; y++) {
        for (int32_t x = 0; x < width; x++) {
            const size_t here = (size_t)y * (size_t)width + (size_t)x;
            if (!unknown[here]) {
                for (int c = 0; c < 4; c++) out[here * 4 + (size_t)c] = sources[here * 4 + (size_t)c];
                continue;
            }
            float sum[3] = {0, 0, 0}, weights = 0;
            for (int32_t j = 0; j < patch; j++) {
                for (int32_t i = 0; i < patch; i++) {
                    if (y < j || x < i) continue;
                    const pk_patch_match match = matches[here - (size_t)(j * width + i)];
                    if (match.cost < 0) continue;
                    const float off_x = (float)i - 3.5f, off_y = (float)j - 3.5f;
                    const float closeness = 1 / (1 + 0.25f * (off_x * off_x + off_y * off_y));
                    const float quality = 1 / (1 + (float)match.cost / tolerance);
                    const float weight = closeness * quality * quality;
                    const uint8_t *source = sources + ((size_t)(match.y + j) * (size_t)width + (size_t)(match.x + i)) * 4;
                    for (int c = 0; c < 3; c++) sum[c] += weight * (float)source[c];
                    weights += weight;
                }
            }
            for (int c = 0; c < 3; c++) out[here * 4 + (size_t)c] = (uint8_t)(sum[c] / weights + 0.5f);
            out[here * 4 + 3] = 0;
        }
    }
}
