#pragma once
#include <stddef.h>
#include <stdint.h>

#include "PatchKernels.h"
#include "RenderingKernels.h"

// Kernels over planes: one channel of an image, rows from the top without padding, `height × width` floats.
// Pure functions: they read and write only what they are given, allocate nothing and start no thread. Outputs never
// overlap inputs unless a comment allows it. `[first, last)` are the output rows to compute, so that callers can split
// an image; the result of a row depends on the split only in sliding sums (`pk_box_blur`), so callers use fixed bands.
// Results are the same bits with every instruction set.

/// The instruction set the kernels run with on this machine, for logs and benchmarks.
const char *pk_active_instruction_set(void);

// MARK: - Conversions (pixel_formats.c, color.c)

/// Splits `count` interleaved pixels of `channels` (3 or 4, the fourth is ignored) bytes into three planes,
/// looking each byte up in `table`.
void pk_split_bytes(float *red, float *green, float *blue, const uint8_t *pixels, size_t channels, size_t count,
                    const float table[256]);

/// out = .2126 red + .7152 green + .0722 blue.
void pk_luminance(float *out, const float *red, const float *green, const float *blue, size_t count);

/// Linear sRGB → OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/). Outputs may be the inputs.
void pk_oklab_from_linear(float *lightness, float *a, float *b, const float *red, const float *green,
                          const float *blue, size_t count);

/// OKLab → linear sRGB; values outside the gamut stay outside 0…1. Outputs may be the inputs.
void pk_linear_from_oklab(float *red, float *green, float *blue, const float *lightness, const float *a,
                          const float *b, size_t count);

/// The sRGB transfer curve, clamped to 0…1; relative error below 1e-5. `out` may be `in`.
void pk_srgb_from_linear(float *out, const float *in, size_t count);

/// The inverse of the sRGB transfer curve, clamped to 0…1; relative error below 1e-5. `out` may be `in`.
void pk_linear_from_srgb(float *out, const float *in, size_t count);

// MARK: - Arithmetic (arithmetic.c); `out` may be any input

/// out = a + (b - a) t
void pk_mix(float *out, const float *a, const float *b, const float *t, size_t count);
/// out = a b
void pk_multiply(float *out, const float *a, const float *b, size_t count);
/// out = a b + c
void pk_multiply_add(float *out, const float *a, const float *b, const float *c, size_t count);
/// out = in scale + offset
void pk_scale_offset(float *out, const float *in, float scale, float offset, size_t count);
/// out = min(max(in, low), high)
void pk_clamp(float *out, const float *in, float low, float high, size_t count);
/// out = t² (3 - 2t), t = clamp((in - low) / (high - low), 0, 1); low ≠ high.
void pk_smoothstep(float *out, const float *in, float low, float high, size_t count);

// MARK: - Neighbourhoods (box_blur.c, convolution.c)

/// Mean over the window of ±radius_x columns and ±radius_y rows, cut off at the borders. `scratch`: 9 × width floats.
void pk_box_blur(float *out, const float *in, size_t width, size_t height, size_t radius_x, size_t radius_y,
                 size_t first, size_t last, float *scratch);

/// Separable symmetric filter: weights[0] is the centre's, weights[k] that of ±k, k ≤ radius; the image is mirrored at
/// its borders (the edge pixel repeats). `scratch`: width + 2 radius floats.
void pk_symmetric_filter(float *out, const float *in, size_t width, size_t height, const float *weights, size_t radius,
                         size_t first, size_t last, float *scratch);

// MARK: - Geometry (resample.c, warp.c). Pixel centres lie at half-integers; the edge pixel repeats outside.

/// Each output pixel is the mean of the input area it covers; for output sizes up to the input's. `scratch`: in_width.
void pk_downsample_area(float *out, size_t out_width, size_t out_height, const float *in, size_t in_width,
                        size_t in_height, size_t first, size_t last, float *scratch);

/// `scratch`: in_width floats.
void pk_resample_bilinear(float *out, size_t out_width, size_t out_height, const float *in, size_t in_width,
                          size_t in_height, size_t first, size_t last, float *scratch);

/// Catmull-Rom: sharper than bilinear, overshoots at edges. `scratch`: in_width floats.
void pk_resample_bicubic(float *out, size_t out_width, size_t out_height, const float *in, size_t in_width,
                         size_t in_height, size_t first, size_t last, float *scratch);

/// out[i] = in at pixel coordinates (x[i], y[i]), where the centre of the first pixel is (0, 0); bilinear, clamped.
void pk_warp_bilinear(float *out, const float *x, const float *y, size_t count, const float *in, size_t in_width,
                      size_t in_height);

// MARK: - Enlarging (lanczos.c): Lanczos' kernel of ±4 pixels, on interleaved bytes

enum { PK_LANCZOS_TAPS = 8 };

/// For each output position along one side: the first of the eight input pixels it is made of (the edge pixel repeats
/// outside), and their weights, whose sum is 1.
typedef struct {
    const int32_t *first;
    const float *weights;
} pk_taps;

/// Fills `first` (out_size) and `weights` (8 × out_size); out_size ≥ in_size.
void pk_lanczos_taps(int32_t *first, float *weights, int out_size, int in_size);

/// Rows [first_row, end_row) of the enlarged image of `channels` (3 or 4) bytes a pixel. `scratch`:
/// pk_lanczos_scratch floats.
void pk_enlarge_lanczos(uint8_t *out, int out_width, const uint8_t *in, int in_width, int in_height, int channels,
                        pk_taps across, pk_taps down, int first_row, int end_row, float *scratch);
size_t pk_lanczos_scratch(int out_width, int in_width);

// MARK: - Guided filter (guided_filter.c): He, Sun, Tang, "Guided Image Filtering", 2013; the fast variant of 2015.

/// a = (mean_ip - mean_i mean_p) / (variance_i + epsilon), b = mean_p - a mean_i, where
/// variance_i = mean_ii - mean_i². `a` may be `mean_ip`, `b` may be `mean_p`.
void pk_guided_coefficients(float *a, float *b, const float *mean_i, const float *mean_ii, const float *mean_p,
                            const float *mean_ip, float epsilon, size_t count);

/// Upper triangle (rr, rg, rb, gg, gb, bb) of the inverse of (covariance + epsilon 1) of three channels, given their
/// means and the means of their products in the same order. In place: `inverse` holds the means of products before.
void pk_guided_color_inverse(float *const inverse[6], const float *const means[3], float epsilon, size_t count);

/// coefficients[0…2] = inverse × (means of I·p - mean I mean p), [3] = mean p - Σ coefficient × mean I. In place:
/// `coefficients` hold the three means of products I·p, then the mean of p, before.
void pk_guided_color_coefficients(float *const coefficients[4], const float *const inverse[6],
                                  const float *const means[3], size_t count);

/// out = a × guide + b with `a` and `b` bilinearly enlarged from low_width × low_height, clamped to 0…1.
/// `scratch`: 2 × low_width floats.
void pk_guided_apply(float *out, const float *guide, size_t width, size_t height, const float *a, const float *b,
                     size_t low_width, size_t low_height, size_t first, size_t last, float *scratch);

/// out = Σ coefficients[c] × guide[c] + coefficients[3], enlarged and clamped likewise. `scratch`: 4 × low_width floats.
void pk_guided_color_apply(float *out, const float *const guide[3], size_t width, size_t height,
                           const float *const coefficients[4], size_t low_width, size_t low_height, size_t first,
                           size_t last, float *scratch);

// MARK: - Masks (soft_matte.c)

/// out = a (1 - b) (1 - c): what is left of a mask beside two others. `out` may be any input.
void pk_exclude(float *out, const float *a, const float *b, const float *c, size_t count);

/// Sharpens a soft mask `alpha` by unmixing each pixel of `image` (three planes) into two local colours.
/// `local`: seven planes of low_width × low_height, enlarged bilinearly: the colour where alpha is 1 (0…2), the colour
/// where it is 0 (3…5), and how far to trust them (6). `scratch`: 7 × low_width floats. `out` may be `alpha`.
void pk_unmix_matte(float *out, const float *alpha, const float *const image[3], size_t width, size_t height,
                    const float *const local[7], size_t low_width, size_t low_height, size_t first, size_t last,
                    float *scratch);

// MARK: - Statistics (statistics.c)

/// Adds one for each value to bins[clamp(value - low) / (high - low) × bin_count]; `stride` ≥ 1 skips values.
void pk_histogram(uint32_t *bins, size_t bin_count, const float *in, size_t count, size_t stride, float low,
                  float high);
