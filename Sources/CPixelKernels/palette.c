#include "RenderingKernels.h"
#include "rendering_math.h"

void pk_oklab_of_encoded(pk_color color, float *lab) {
    const oklab_pixel o = oklab_of_encoded(color.red, color.green, color.blue);
    lab[0] = o.lightness, lab[1] = o.a, lab[2] = o.b;
}

pk_color pk_encoded_of_oklab(float lightness, float a, float b) {
    const rgb_pixel p = rgb_of_oklab(lightness, a, b);
    return (pk_color){pk_encode_srgb(p.r), pk_encode_srgb(p.g), pk_encode_srgb(p.b)};
}

MULTI_ISA void pk_scale_chroma(pk_rgb image, float factor, float limit, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const oklab_pixel o = oklab_of_encoded(red[i], green[i], blue[i]);
        const float c = root_of(o.a * o.a + o.b * o.b);
        const float k = pk_minimum(c * factor, pk_maximum(c, limit)) / pk_maximum(c, 1e-4f);
        const rgb_pixel p = rgb_of_oklab(o.lightness, o.a * k, o.b * k);
        red[i] = pk_encode_srgb(p.r), green[i] = pk_encode_srgb(p.g), blue[i] = pk_encode_srgb(p.b);
    }
}

enum { most_colors = 64, block = 64 };

typedef struct {
    float lightness[most_colors], a[most_colors], b[most_colors];
    int count;
} lab_palette;

static lab_palette lab_palette_of(const pk_color *palette, int count) {
    lab_palette result = {.count = count < most_colors ? count : most_colors};
    for (int k = 0; k < result.count; k++) {
        const oklab_pixel o = oklab_of_encoded(palette[k].red, palette[k].green, palette[k].blue);
        result.lightness[k] = o.lightness, result.a[k] = o.a, result.b[k] = o.b;
    }
    return result;
}

// For a block of pixels the two nearest colours and their squared distances.
typedef struct {
    float lightness[block], a[block], b[block];
    float nearest[block], second[block];
    int32_t nearest_index[block], second_index[block];
} palette_match;

PER_PIXEL void match_palette(
    palette_match *restrict m, const lab_palette *palette, const float *restrict red, const float *restrict green,
    const float *restrict blue, int count
) {
    for (int i = 0; i < count; i++) {
        const oklab_pixel o = oklab_of_encoded(red[i], green[i], blue[i]);
        m->lightness[i] = o.lightness, m->a[i] = o.a, m->b[i] = o.b;
        m->nearest[i] = m->second[i] = 1e9f;
        m->nearest_index[i] = m->second_index[i] = 0;
    }
    for (int k = 0; k < palette->count; k++) {
        const float lightness = palette->lightness[k], a = palette->a[k], b = palette->b[k];
        for (int i = 0; i < count; i++) {
            const float d = square(m->lightness[i] - lightness) + 2.0f * (square(m->a[i] - a) + square(m->b[i] - b));
            const float nearest = m->nearest[i], second = m->second[i];
            const int32_t first_index = m->nearest_index[i], second_index = m->second_index[i];
            const int is_first = d < nearest, is_second = d < second;
            m->second[i] = is_first ? nearest : is_second ? d : second;
            m->second_index[i] = is_first ? first_index : is_second ? k : second_index;
            m->nearest[i] = is_first ? d : nearest;
            m->nearest_index[i] = is_first ? k : first_index;
        }
    }
}

MULTI_ISA void pk_palette_soften(
    pk_rgb image, const float *restrict share, const pk_color *palette, int palette_count, float softness, size_t count
) {
    const lab_palette colors = lab_palette_of(palette, palette_count);
    palette_match m;
    for (size_t first = 0; first < count; first += block) {
        const int length = count - first < block ? (int)(count - first) : block;
        float *restrict red = image.red + first, *restrict green = image.green + first;
        float *restrict blue = image.blue + first;
        match_palette(&m, &colors, red, green, blue, length);
        for (int i = 0; i < length; i++) {
            const pk_color c1 = palette[m.nearest_index[i]], c2 = palette[m.second_index[i]];
            const float lead = root_of(m.second[i]) - root_of(m.nearest[i]);
            const float t = 0.5f * (1.0f - smoothed(0.0f, softness, lead)), w = share[first + i];
            red[i] = mixed(red[i], mixed(c1.red, c2.red, t), w);
            green[i] = mixed(green[i], mixed(c1.green, c2.green, t), w);
            blue[i] = mixed(blue[i], mixed(c1.blue, c2.blue, t), w);
        }
    }
}

MULTI_ISA void pk_palette_dither_rows(
    pk_rgb image, const pk_color *palette, int palette_count, float reach, int width, int first_row, int end_row
) {
    const lab_palette colors = lab_palette_of(palette, palette_count);
    palette_match m;
    for (int y = first_row; y < end_row; y++)
        for (int start = 0; start < width; start += block) {
            const int length = width - start < block ? width - start : block;
            const size_t first = (size_t)y * width + start;
            float *restrict red = image.red + first, *restrict green = image.green + first;
            float *restrict blue = image.blue + first;
            match_palette(&m, &colors, red, green, blue, length);
            for (int i = 0; i < length; i++) {
                const int k = m.nearest_index[i], other = m.second_index[i];
                const float gap = square(colors.lightness[k] - colors.lightness[other])
                    + 2.0f * (square(colors.a[k] - colors.a[other]) + square(colors.b[k] - colors.b[other]));
                // How far the pixel lies from the nearest colour towards the second: 0 … ½.
                const float t = 0.5f * (1.0f + (m.nearest[i] - m.second[i]) / pk_maximum(gap, 1e-8f));
                // Every second pixel, every fourth, or none.
                const int odd = (start + i + y) & 1, fourth = ((start + i) & 1) & (y & 1);
                const int takes_other = gap < reach * reach && ((t > 0.40f && odd) || (t > 0.25f && t <= 0.40f && fourth));
                const pk_color c = palette[takes_other ? other : k];
                red[i] = c.red, green[i] = c.green, blue[i] = c.blue;
            }
        }
}
