#include "CPixelKernels.h"
#include "resample.h"

MULTI_ISA void pk_guided_coefficients(float *a, float *b, const float *mean_i, const float *mean_ii,
                                      const float *mean_p, const float *mean_ip, float epsilon, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) {
        const float m = mean_i[i], p = mean_p[i];
        const float slope = (mean_ip[i] - m * p) / (pk_maximum(mean_ii[i] - m * m, 0) + epsilon);
        a[i] = slope;
        b[i] = p - slope * m;
    }
}

MULTI_ISA void pk_guided_color_inverse(float *const inverse[6], const float *const means[3], float epsilon,
                                       size_t count) {
    float *rr_ = inverse[0], *rg_ = inverse[1], *rb_ = inverse[2], *gg_ = inverse[3], *gb_ = inverse[4], *bb_ = inverse[5];
    const float *r_ = means[0], *g_ = means[1], *b_ = means[2];
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) {
        const float r = r_[i], g = g_[i], b = b_[i];
        const float rr = pk_maximum(rr_[i] - r * r, 0) + epsilon, rg = rg_[i] - r * g, rb = rb_[i] - r * b;
        const float gg = pk_maximum(gg_[i] - g * g, 0) + epsilon, gb = gb_[i] - g * b;
        const float bb = pk_maximum(bb_[i] - b * b, 0) + epsilon;
        const float c00 = gg * bb - gb * gb, c01 = gb * rb - rg * bb, c02 = rg * gb - gg * rb;
        const float c11 = rr * bb - rb * rb, c12 = rb * rg - rr * gb, c22 = rr * gg - rg * rg;
        const float scale = 1 / (rr * c00 + rg * c01 + rb * c02);
        rr_[i] = c00 * scale;
        rg_[i] = c01 * scale;
        rb_[i] = c02 * scale;
        gg_[i] = c11 * scale;
        gb_[i] = c12 * scale;
        bb_[i] = c22 * scale;
    }
}

MULTI_ISA void pk_guided_color_coefficients(float *const coefficients[4], const float *const inverse[6],
                                            const float *const means[3], size_t count) {
    float *cr = coefficients[0], *cg = coefficients[1], *cb = coefficients[2], *cp = coefficients[3];
    const float *rr = inverse[0], *rg = inverse[1], *rb = inverse[2], *gg = inverse[3], *gb = inverse[4], *bb = inverse[5];
    const float *r = means[0], *g = means[1], *b = means[2];
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) {
        const float p = cp[i], vr = cr[i] - r[i] * p, vg = cg[i] - g[i] * p, vb = cb[i] - b[i] * p;
        const float ar = rr[i] * vr + rg[i] * vg + rb[i] * vb;
        const float ag = rg[i] * vr + gg[i] * vg + gb[i] * vb;
        const float ab = rb[i] * vr + gb[i] * vg + bb[i] * vb;
        cr[i] = ar;
        cg[i] = ag;
        cb[i] = ab;
        cp[i] = p - ar * r[i] - ag * g[i] - ab * b[i];
    }
}

MULTI_ISA void pk_guided_apply(float *restrict out, const float *restrict guide, size_t width, size_t height,
                               const float *restrict a, const float *restrict b, size_t low_width, size_t low_height,
                               size_t first, size_t last, float *restrict scratch) {
    const float scale_x = (float)low_width / (float)width, scale_y = (float)low_height / (float)height;
    float *restrict row_a = scratch, *restrict row_b = scratch + low_width;
    for (size_t y = first; y < last; y++) {
        pk_mix_rows(row_a, a, low_width, low_height, y, scale_y);
        pk_mix_rows(row_b, b, low_width, low_height, y, scale_y);
        const float *restrict source = guide + y * width;
        float *restrict target = out + y * width;
        for (uint32_t x = 0; x < width; x++)
            target[x] = pk_clamped(pk_mix_columns(row_a, low_width, x, scale_x) * source[x] +
                                       pk_mix_columns(row_b, low_width, x, scale_x),
                                   0, 1);
    }
}

MULTI_ISA void pk_guided_color_apply(float *restrict out, const float *const guide[3], size_t width, size_t height,
                                     const float *const coefficients[4], size_t low_width, size_t low_height,
                                     size_t first, size_t last, float *restrict scratch) {
    const float scale_x = (float)low_width / (float)width, scale_y = (float)low_height / (float)height;
    for (size_t y = first; y < last; y++) {
        for (size_t c = 0; c < 4; c++)
            pk_mix_rows(scratch + c * low_width, coefficients[c], low_width, low_height, y, scale_y);
        const float *restrict red = guide[0] + y * width, *restrict green = guide[1] + y * width,
                              *restrict blue = guide[2] + y * width;
        const float *restrict row0 = scratch, *restrict row1 = row0 + low_width, *restrict row2 = row1 + low_width,
                              *restrict row3 = row2 + low_width;
        float *restrict target = out + y * width;
        for (uint32_t x = 0; x < width; x++) {
            const float value = pk_mix_columns(row0, low_width, x, scale_x) * red[x] +
                                pk_mix_columns(row1, low_width, x, scale_x) * green[x] +
                                pk_mix_columns(row2, low_width, x, scale_x) * blue[x] +
                                pk_mix_columns(row3, low_width, x, scale_x);
            target[x] = pk_clamped(value, 0, 1);
        }
    }
}
