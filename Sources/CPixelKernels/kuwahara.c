#include "RenderingKernels.h"
#include "rendering_math.h"

MULTI_ISA static void add_to_sector(
    float *restrict sums, const float *restrict r, const float *restrict g, const float *restrict b, int width, int dx
) {
    float *restrict red = sums, *restrict green = sums + width, *restrict blue = sums + 2 * width;
    float *restrict squares = sums + 3 * width;
    const int first = dx < 0 ? -dx : 0, end = dx > 0 ? width - dx : width;
    for (int x = first; x < end; x++) {
        const float pr = r[x + dx], pg = g[x + dx], pb = b[x + dx];
        red[x] += pr, green[x] += pg, blue[x] += pb;
        squares[x] += pr * pr + pg * pg + pb * pb;
    }
    float *restrict counts = sums + 4 * width;
    for (int x = first; x < end; x++) counts[x] += 1.0f;
}

MULTI_ISA static void pick_calmest(
    float *restrict out_red, float *restrict out_green, float *restrict out_blue, const float *restrict scratch, int width
) {
    for (int x = 0; x < width; x++) {
        float r = 0, g = 0, b = 0, total = 0;
        for (int sector = 0; sector < 8; sector++) {
            const float *s = scratch + (size_t)sector * 6 * width;
            const float scale = 1.0f / pk_maximum(s[4 * width + x], 1.0f);
            const float mr = s[x] * scale, mg = s[width + x] * scale, mb = s[2 * width + x] * scale;
            const float variance = pk_maximum(s[3 * width + x] * scale - mr * mr - mg * mg - mb * mb, 0);
            const float calm = 1.0f / (1e-4f + variance);
            const float weight = calm * calm * calm * calm * (s[4 * width + x] > 0 ? 1.0f : 0.0f);
            r += weight * mr, g += weight * mg, b += weight * mb, total += weight;
        }
        out_red[x] = r / total, out_green[x] = g / total, out_blue[x] = b / total;
    }
}

void pk_kuwahara_rows(
    pk_rgb out, pk_rgb in, int width, int height, int radius, int first_row, int end_row, float *scratch
) {
    for (int y = first_row; y < end_row; y++) {
        memset(scratch, 0, sizeof(float) * 48 * (size_t)width);
        for (int dy = -radius; dy <= radius; dy++) {
            const int row = y + dy < 0 ? 0 : y + dy >= height ? height - 1 : y + dy;
            const size_t offset = (size_t)row * width;
            for (int dx = -radius; dx <= radius; dx++) {
                if (dx * dx + dy * dy > radius * radius + 1) continue;
                // Octants: the sign of both offsets and which of them is larger.
                const int octant = (dx < 0 ? 4 : 0) + (dy < 0 ? 2 : 0) + ((dx < 0 ? -dx : dx) < (dy < 0 ? -dy : dy));
                for (int sector = 0; sector < 8; sector++) {
                    if (sector != octant && !(dx == 0 && dy == 0)) continue;
                    add_to_sector(
                        scratch + (size_t)sector * 6 * width, in.red + offset, in.green + offset, in.blue + offset, width, dx);
                }
            }
        }
        const size_t target = (size_t)y * width;
        pick_calmest(out.red + target, out.green + target, out.blue + target, scratch, width);
    }
}
