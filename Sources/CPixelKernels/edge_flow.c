#include "RenderingKernels.h"
#include "rendering_math.h"

MULTI_ISA void pk_gradient_products(
    float *restrict xx, float *restrict xy, float *restrict yy, const float *restrict plane, int width, int height,
    int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++) {
        const float *above = plane + (size_t)(y > 0 ? y - 1 : 0) * width, *here = plane + (size_t)y * width;
        const float *below = plane + (size_t)(y + 1 < height ? y + 1 : y) * width;
        for (int x = 0; x < width; x++) {
            const int l = x > 0 ? x - 1 : 0, r = x + 1 < width ? x + 1 : x;
            const float gx = above[r] + 2 * here[r] + below[r] - above[l] - 2 * here[l] - below[l];
            const float gy = below[l] + 2 * below[x] + below[r] - above[l] - 2 * above[x] - above[r];
            const size_t i = (size_t)y * width + x;
            xx[i] = gx * gx, xy[i] = gx * gy, yy[i] = gy * gy;
        }
    }
}

MULTI_ISA void pk_flow_directions(
    float *restrict x, float *restrict y, const float *restrict xx, const float *restrict xy, const float *restrict yy,
    size_t count
) {
    for (size_t i = 0; i < count; i++) {
        // The eigenvector of the smaller eigenvalue runs along the edge.
        const float difference = xx[i] - yy[i], root = root_of(difference * difference + 4.0f * xy[i] * xy[i]);
        const float larger = 0.5f * (xx[i] + yy[i] + root);
        const float vx = larger - xx[i], vy = -xy[i];
        const float length = root_of(vx * vx + vy * vy);
        x[i] = length > 1e-9f ? vx / length : 0.0f;
        y[i] = length > 1e-9f ? vy / length : 1.0f;
    }
}

MULTI_ISA void pk_across_flow(
    float *restrict out, const float *restrict plane, const float *restrict flow_x, const float *restrict flow_y,
    int width, int height, float sigma, int first_row, int end_row
) {
    float narrow[8], wide[8], narrow_sum = 0, wide_sum = 0;
    for (int k = 0; k < 8; k++) {
        narrow[k] = pk_exponential(-0.5f * square((float)k / sigma));
        wide[k] = pk_exponential(-0.5f * square((float)k / (1.6f * sigma)));
        narrow_sum += k ? 2 * narrow[k] : narrow[k], wide_sum += k ? 2 * wide[k] : wide[k];
    }
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float nx = -flow_y[i], ny = flow_x[i];
            float sum = plane[i] * (narrow[0] / narrow_sum - 0.985f * wide[0] / wide_sum);
            for (int k = 1; k < 8; k++) {
                const float both = bilinear(plane, width, height, (float)x + nx * (float)k, (float)y + ny * (float)k)
                    + bilinear(plane, width, height, (float)x - nx * (float)k, (float)y - ny * (float)k);
                sum += both * (narrow[k] / narrow_sum - 0.985f * wide[k] / wide_sum);
            }
            out[i] = sum;
        }
}

MULTI_ISA void pk_along_flow(
    float *restrict out, const float *restrict plane, const float *restrict flow_x, const float *restrict flow_y,
    int width, int height, int reach, int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            float sum = plane[i], total = 1;
            for (int side = -1; side <= 1; side += 2) {
                float px = (float)x, py = (float)y, dx = flow_x[i] * (float)side, dy = flow_y[i] * (float)side;
                for (int k = 1; k <= reach; k++) {
                    px = pk_clamped(px + dx, 0, (float)(width - 1)), py = pk_clamped(py + dy, 0, (float)(height - 1));
                    const float weight = 1.0f - (float)k / (float)(reach + 1);
                    sum += weight * bilinear(plane, width, height, px, py), total += weight;
                    const size_t n = (size_t)(int)(py + 0.5f) * width + (int)(px + 0.5f);
                    const float turn = flow_x[n] * dx + flow_y[n] * dy < 0 ? -1.0f : 1.0f;
                    dx = flow_x[n] * turn, dy = flow_y[n] * turn;
                }
            }
            out[i] = sum / total;
        }
}

MULTI_ISA void pk_hatch_directions(
    float *restrict out_x, float *restrict out_y, const float *restrict flow_x, const float *restrict flow_y,
    const float *restrict roughness, size_t count
) {
    const float hand_x = 0.643f, hand_y = -0.766f;
    for (size_t i = 0; i < count; i++) {
        const float turn = flow_x[i] * hand_x + flow_y[i] * hand_y < 0 ? -1.0f : 1.0f;
        const float form = 0.85f * smoothed(0.02f, 0.10f, roughness[i]);
        const float x = mixed(hand_x, flow_x[i] * turn, form), y = mixed(hand_y, flow_y[i] * turn, form);
        const float length = pk_maximum(root_of(x * x + y * y), 1e-3f);
        out_x[i] = x / length, out_y[i] = y / length;
    }
}

MULTI_ISA void pk_line_ink(
    float *restrict out, const float *restrict differences, float threshold, float sharpness, size_t count
) {
    for (size_t i = 0; i < count; i++) out[i] = unit_clamped((threshold - differences[i]) * sharpness);
}
