#include "RenderingKernels.h"
#include "rendering_math.h"

MULTI_ISA static void add_row(float *restrict out, const float *restrict in, int width, int shift) {
    const int first = shift < 0 ? -shift : 0, end = shift > 0 ? width - shift : width;
    for (int x = 0; x < first; x++) out[x] += in[0];
    for (int x = first; x < end; x++) out[x] += in[x + shift];
    for (int x = end > first ? end : first; x < width; x++) out[x] += in[width - 1];
}

void pk_disc_blur_rows(
    float *restrict out, const float *restrict plane, int width, int height, float radius, int first_row, int end_row
) {
    const int reach = (int)radius < width - 1 ? (int)radius : width - 1;
    for (int y = first_row; y < end_row; y++) {
        float *row = out + (size_t)y * width;
        memset(row, 0, sizeof(float) * (size_t)width);
        int count = 0;
        for (int dy = -reach; dy <= reach; dy++) {
            const int near = y + dy < 0 ? 0 : y + dy >= height ? height - 1 : y + dy;
            for (int dx = -reach; dx <= reach; dx++) {
                if ((float)(dx * dx + dy * dy) > radius * radius) continue;
                add_row(row, plane + (size_t)near * width, width, dx);
                count++;
            }
        }
        const float scale = 1.0f / (float)count;
        for (int x = 0; x < width; x++) row[x] *= scale;
    }
}
