#include "RenderingKernels.h"
#include "rendering_math.h"

// Coordinate x in a texture that continues mirrored, so that no seam shows.
PER_PIXEL float mirrored(float x, float side) {
    const float period = 2.0f * side - 2.0f;
    const float m = x - whole_part(x / period) * period;
    return m > side - 1.0f ? period - m : m;
}

// Value at (u, row) where `upper` and `lower` are the texture's rows around and `fraction` lies between them.
PER_PIXEL float between_rows(const float *upper, const float *lower, float fraction, float u, int side) {
    const float m = pk_minimum(mirrored(u, (float)side), (float)side - 1.001f);
    const int column = (int)m;
    const float f = m - (float)column;
    const float top = mixed(upper[column], upper[column + 1], f);
    return mixed(top, mixed(lower[column], lower[column + 1], f), fraction);
}

typedef struct { const float *upper, *lower; float fraction; } texture_rows;

PER_PIXEL texture_rows rows_at(const pk_cloud_deck *deck, float v) {
    const float m = pk_minimum(mirrored(v, (float)deck->side), (float)deck->side - 1.001f);
    const int row = (int)m;
    const float *upper = deck->texture + (size_t)row * deck->side;
    return (texture_rows){upper, upper + deck->side, m - (float)row};
}

MULTI_ISA void pk_sky_rows(
    pk_rgb sky, float *restrict clear, int width, float horizon, const pk_color *gradient, const pk_sky_glow *glow,
    const pk_cloud_deck *deck, int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++) {
        float *restrict red = sky.red + (size_t)y * width, *restrict green = sky.green + (size_t)y * width;
        float *restrict blue = sky.blue + (size_t)y * width, *restrict open = clear + (size_t)y * width;
        const pk_color base = gradient[y];
        const float dy = ((float)y - glow->y) / glow->radius_y;
        for (int x = 0; x < width; x++) {
            const float dx = ((float)x - glow->x) / glow->radius_x;
            const float shine = pk_exponential(-2.0f * (dx * dx + dy * dy));
            red[x] = base.red + shine * glow->color.red;
            green[x] = base.green + shine * glow->color.green;
            blue[x] = base.blue + shine * glow->color.blue;
            open[x] = 1.0f;
        }
        const float height = (float)y / horizon;
        const float far = smoothed(0.02f, 0.22f, 1.0f - height);
        if (deck->cover <= 0 || far <= 0) continue;
        const float top = 0.16f;
        const float distance = 1.0f / pk_maximum(1.0f - height + top, 0.05f + top * 0.4f) * deck->scale;
        const float step = distance * 0.62f * (float)deck->side / (float)width;
        const float start = (0.5f - 0.31f * distance) * (float)deck->side;
        const float v = distance * 0.42f * (float)deck->side;
        const texture_rows here = rows_at(deck, v), lit = rows_at(deck, v + deck->light_y * 26.0f);
        const float threshold = 0.64f - 0.26f * deck->cover;
        const float low = deck->low_light > 0 ? 0.35f + 0.65f * smoothed(0.15f, 0.85f, height) : 1.0f;
        const float low_red = mixed(0.55f, 1, low), low_green = mixed(0.6f, 1, low), low_blue = mixed(0.95f, 1, low);
        for (int x = 0; x < width; x++) {
            const float u = start + (float)x * step;
            const float d = between_rows(here.upper, here.lower, here.fraction, u, deck->side);
            const float shifted = u + deck->light_x * 26.0f;
            const float d2 = between_rows(lit.upper, lit.lower, lit.fraction, shifted, deck->side);
            const float density =
                far * smoothed(threshold - deck->softness, threshold + 1.4f * deck->softness, d);
            float light = unit_clamped(0.55f + (d - d2) * 4.5f) * (1.0f - 0.35f * smoothed(threshold, threshold + 0.25f, d));
            light = mixed(light, 0.5f, deck->flatness);
            const float opacity = density * deck->opacity;
            red[x] = mixed(red[x], mixed(deck->dark.red, deck->bright.red, light) * low_red, opacity);
            green[x] = mixed(green[x], mixed(deck->dark.green, deck->bright.green, light) * low_green, opacity);
            blue[x] = mixed(blue[x], mixed(deck->dark.blue, deck->bright.blue, light) * low_blue, opacity);
            open[x] = 1.0f - unit_clamped(density * 1.1f);
        }
    }
}

MULTI_ISA void pk_aurora_rise(
    const float *restrict source, float *restrict green, float *restrict tall, const float *restrict green_decay,
    const float *restrict tall_decay, int width, int height, int first_column, int end_column
) {
    for (int y = height - 1; y >= 0; y--) {
        const size_t row = (size_t)y * width;
        const float *below_green = y + 1 < height ? green + row + width : source + row;
        const float *below_tall = y + 1 < height ? tall + row + width : source + row;
        const float first = y + 1 < height ? 1.0f : 0.0f;
        for (int x = first_column; x < end_column; x++) {
            green[row + x] = first * below_green[x] * green_decay[x] + source[row + x];
            tall[row + x] = first * below_tall[x] * tall_decay[x] + source[row + x];
        }
    }
}

MULTI_ISA void pk_aurora_tint(
    pk_rgb curtain, const float *restrict green, const float *restrict tall, const float *restrict wide, pk_color low,
    pk_color high, int width, int height, int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++) {
        const float fade = 1.0f - smoothed(0.80f, 1.0f, (float)y / (float)height);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float body = (0.62f * green[i] + 0.28f * wide[i]) * fade;
            const float fan = 0.30f * pk_maximum(tall[i] - 0.8f * green[i], 0) * fade;
            curtain.red[i] += body * low.red + fan * high.red;
            curtain.green[i] += body * low.green + fan * high.green;
            curtain.blue[i] += body * low.blue + fan * high.blue;
        }
    }
}

MULTI_ISA void pk_aurora_add(
    pk_rgb sky, const float *clear, int width, float horizon, pk_rgb curtain, int curtain_width, int curtain_height,
    float strength, int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++) {
        const float fan = unit_clamped(1.0f - (float)y / horizon) * 0.16f;
        const float v = (float)y * (float)curtain_height / horizon;
        if (v > (float)curtain_height) continue;
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float u = ((float)x + ((float)x - 0.5f * (float)width) * fan) * (float)curtain_width / (float)width;
            const float k = strength * (0.25f + 0.75f * clear[i]);
            sky.red[i] += k * bilinear(curtain.red, curtain_width, curtain_height, u, v);
            sky.green[i] += k * bilinear(curtain.green, curtain_width, curtain_height, u, v);
            sky.blue[i] += k * bilinear(curtain.blue, curtain_width, curtain_height, u, v);
        }
    }
}

MULTI_ISA void pk_moon_add(
    pk_rgb sky, const float *clear, int width, float center_x, float center_y, float radius, const float *texture,
    int side, float brightness, int first_row, int end_row
) {
    for (int row = first_row; row < end_row; row++)
        for (int column = 0; column < width; column++) {
            const size_t i = (size_t)row * width + column;
            const float x = ((float)column - center_x) / radius, y = ((float)row - center_y) / radius;
            const float d = root_of(x * x + y * y), outside = pk_maximum(d - 1.0f, 0);
            const float disc = unit_clamped((1.0f - d) * radius + 0.5f);
            const float half = 0.48f * (float)side;
            const float surface = bilinear(texture, side, side, half * x + 0.5f * (float)side, half * y + 0.5f * (float)side);
            const float maria = 1.0f - 0.5f * smoothed(0.46f, 0.60f, surface);
            const float limb = root_of(1.0f - d * d) * 0.25f + 0.75f;
            const float veil = 0.5f + 0.5f * clear[i];
            const float light = disc * maria * limb * 1.15f * brightness * veil;
            const float halo = (pk_exponential(-outside / 2.2f) * 0.10f + pk_exponential(-outside / 9.0f) * 0.07f) * 0.9f * brightness;
            sky.red[i] = sky.red[i] * (1.0f - disc) + light + halo * 0.8f;
            sky.green[i] = sky.green[i] * (1.0f - disc) + light * 0.97f + halo * 0.88f;
            sky.blue[i] = sky.blue[i] * (1.0f - disc) + light * 0.88f + halo;
        }
}

MULTI_ISA void pk_milky_way_add(
    pk_rgb sky, const float *clear, int width, int height, float horizon, float center_x, float angle, float strength,
    const float *wobble, const float *structure, const float *dust, int first_row, int end_row
) {
    const float turns = angle / 6.28318531f, sine = sine_of_turns(turns), cosine = cosine_of_turns(turns);
    for (int row = first_row; row < end_row; row++) {
        const float fade = smoothed(1.15f, 0.75f, (float)row / horizon);
        const float y = ((float)row - 0.35f * (float)height) / (float)width;
        for (int column = 0; column < width; column++) {
            const size_t i = (size_t)row * width + column;
            const float x = ((float)column - center_x) / (float)width;
            const float d = x * sine - y * cosine + (wobble[i] - 0.5f) * 0.08f;
            const float band = pk_exponential(-square(d / 0.11f)) * 0.8f + pk_exponential(-square(d / 0.05f)) * 0.6f;
            const float lane = smoothed(0.46f, 0.62f, dust[i]) * pk_exponential(-square(d / 0.045f));
            const float v = band * (0.14f + 1.1f * smoothed(0.40f, 0.72f, structure[i])) * (1.0f - 0.88f * lane);
            const float core = pk_exponential(-square(d / 0.04f)) * smoothed(0.4f, 0.7f, structure[i]) * 0.35f;
            const float k = 0.10f * strength * clear[i] * fade;
            sky.red[i] += k * (v * 0.95f + core);
            sky.green[i] += k * (v * 0.85f + core * 0.72f);
            sky.blue[i] += k * (v * 1.05f + core * 0.55f);
        }
    }
}
