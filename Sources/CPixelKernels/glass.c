#include "RenderingKernels.h"
#include "rendering_math.h"

MULTI_ISA void pk_glass_rows(
    pk_rgb image, pk_rgb panes, const float *restrict lead, const float *restrict grime, const float *restrict grain,
    const float *restrict paint, const float *restrict fine, float chroma, int width, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++) {
        const float *restrict above = lead + (size_t)(y > 0 ? y - 1 : 0) * width;
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            // Painted on the glass: a little of the picture, most of it where it is fine.
            const float kept = 0.12f + 0.65f * fine[i];
            const oklab_pixel o = oklab_of_encoded(
                mixed(panes.red[i], red[i], kept), mixed(panes.green[i], green[i], kept), mixed(panes.blue[i], blue[i], kept));
            const float c = root_of(o.a * o.a + o.b * o.b);
            const float limit = pk_minimum(c * mixed(chroma, 1.2f, fine[i]), pk_maximum(c, 0.22f)) / pk_maximum(c, 1e-4f);
            // Dirt gathers along the leads; the middle of a pane is clear.
            const float clear = (1.10f - 0.55f * grime[i]) * (1.0f + 0.24f * (grain[i] - 0.5f));
            const rgb_pixel p = rgb_of_oklab(pk_clamped(o.lightness * clear, 0, 0.98f), o.a * limit, o.b * limit);
            const float open = 1.0f - lead[i], line = 1.0f - paint[i] * (0.30f + 0.45f * fine[i]);
            // Leads are round: their upper left side catches light.
            const float gleam = 0.055f + 0.16f * pk_maximum(lead[i] - 0.5f * (above[x] + lead[x > 0 ? i - 1 : i]), 0);
            red[i] = mixed(gleam, pk_encode_srgb(p.r) * line, open), green[i] = mixed(gleam, pk_encode_srgb(p.g) * line, open);
            blue[i] = mixed(gleam * 1.15f, pk_encode_srgb(p.b) * line, open);
        }
    }
}
