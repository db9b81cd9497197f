#include "RenderingKernels.h"
#include "rendering_math.h"

// The colour of a rainbow at t: 0 violet … 1 red.
PER_PIXEL rgb_pixel rainbow_color(float t) {
    const float x = (1.0f - unit_clamped(t)) * 4.5f;
    return (rgb_pixel){
        unit_clamped(magnitude(x - 3.0f) - 1.0f),
        unit_clamped(2.0f - magnitude(x - 2.0f)),
        unit_clamped(2.0f - magnitude(x - 4.0f)),
    };
}

MULTI_ISA void pk_rainbow_rows(
    pk_rgb image, const float *restrict seen, int width, int height, float center_x, float center_y, float radius,
    float amount, float horizon, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++) {
        const float low = 1.0f - 0.6f * smoothed(0.9f, 1.1f, (float)y / horizon);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float r = root_of(square((float)x - center_x) + square((float)y - center_y)) / radius;
            const float t = (r - 0.93f) / 0.11f, t2 = (1.28f - r) / 0.16f;
            const float bow = smoothed(-0.05f, 0.25f, t) * (1.0f - smoothed(0.75f, 1.05f, t));
            const float second = smoothed(0, 0.3f, t2) * (1.0f - smoothed(0.7f, 1, t2)) * 0.22f;
            const rgb_pixel c = rainbow_color(t), c2 = rainbow_color(t2);
            // Rain stands there: the sky is darker outside of the bow than inside, or a bright sky would drown it.
            const float k = pk_minimum(seen[i] * low * amount, 1);
            const float rain = 1.0f - k * (r < 0.98f ? 0.20f - 0.12f * smoothed(0.5f, 0.98f, r) : 0.24f);
            const float bright = 0.10f + 0.95f * luminance_of(red[i], green[i], blue[i]) * rain;
            const float a = 0.42f * k * pk_minimum(bow + second, 1);
            const float share = bow / pk_maximum(bow + second, 1e-6f);
            red[i] = mixed(red[i] * rain, bright * (0.25f + 1.05f * mixed(c2.r, c.r, share)), a);
            green[i] = mixed(green[i] * rain, bright * (0.25f + 1.05f * mixed(c2.g, c.g, share)), a);
            blue[i] = mixed(blue[i] * rain, bright * (0.25f + 1.05f * mixed(c2.b, c.b, share)), a);
        }
    }
}

MULTI_ISA void pk_sun_rows(
    pk_rgb image, const float *restrict sky, const float *restrict depth, const float *restrict luma, pk_rgb albedo,
    int width, int height, const pk_sun *sun, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const pk_sun s = *sun;
    for (int y = first_row; y < end_row; y++) {
        const size_t above = (size_t)(y >= 2 ? y - 2 : 0) * width;
        const size_t below = (size_t)(y + 2 < height ? y + 2 : height - 1) * width;
        const float dy = ((float)y - s.y) / (float)width;
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float dx = ((float)x - s.x) / (float)width;
            const float d = root_of(dx * dx + dy * dy);
            const float disc = s.disc * sky[i] * (1.6f * smoothed(0.022f, 0.012f, d) + 0.5f * pk_exponential(-square(d / 0.05f)));
            const float glow = pk_exponential(-power_of(d / 0.30f, 1.4f)) * s.glow
                * (0.12f + 0.88f * pk_maximum(0.7f * square(depth[i]), sky[i]));
            const int left = x >= 2 ? x - 2 : 0, right = x + 2 < width ? x + 2 : width - 1;
            const float gx = luma[(size_t)y * width + right] - luma[(size_t)y * width + left];
            const float gy = luma[below + x] - luma[above + x];
            const float facing = (gx * dx + gy * dy) / (d + 0.05f);
            const float rim = pk_clamped(facing, 0, 0.25f) * (1.0f - sky[i]) * s.rim;
            const float left_red = 1.0f - unit_clamped(red[i]), left_green = 1.0f - unit_clamped(green[i]);
            const float left_blue = 1.0f - unit_clamped(blue[i]);
            red[i] += disc + glow * s.color.red * left_red + albedo.red[i] * rim * s.color.red;
            green[i] += disc * 0.85f + glow * s.color.green * left_green + albedo.green[i] * rim * s.color.green;
            blue[i] += disc * 0.6f + glow * s.color.blue * left_blue + albedo.blue[i] * rim * s.color.blue;
        }
    }
}

MULTI_ISA void pk_radial_rows(
    float *restrict out, const float *restrict plane, int width, int height, float center_x, float center_y, float pull,
    int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const float u = center_x + ((float)x - center_x) * (1.0f - pull);
            const float v = center_y + ((float)y - center_y) * (1.0f - pull);
            out[(size_t)y * width + x] = 0.5f * (plane[(size_t)y * width + x] + bilinear(plane, width, height, u, v));
        }
}

MULTI_ISA void pk_tinted_add(
    pk_rgb image, const float *restrict plane, int plane_width, int plane_height, pk_color color, int width, int height,
    int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const float across = (float)plane_width / (float)width, down = (float)plane_height / (float)height;
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float v = bilinear(
                plane, plane_width, plane_height, ((float)x + 0.5f) * across - 0.5f, ((float)y + 0.5f) * down - 0.5f);
            red[i] += v * color.red, green[i] += v * color.green, blue[i] += v * color.blue;
        }
}

MULTI_ISA void pk_beams_rows(
    pk_rgb image, const float *restrict beams, int beams_width, int beams_height, pk_color color, float dimming, int width,
    int height, int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const float across = (float)beams_width / (float)width, down = (float)beams_height / (float)height;
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float v = bilinear(
                beams, beams_width, beams_height, ((float)x + 0.5f) * across - 0.5f, ((float)y + 0.5f) * down - 0.5f);
            const float kept = 1.0f - dimming * (1.0f - unit_clamped(v));
            const float r = red[i] * kept, g = green[i] * kept, b = blue[i] * kept;
            red[i] = r + v * color.red * (1.0f - unit_clamped(r));
            green[i] = g + v * color.green * (1.0f - unit_clamped(g));
            blue[i] = b + v * color.blue * (1.0f - unit_clamped(b));
        }
}

MULTI_ISA void pk_wet(pk_rgb image, const float *restrict share, float amount, size_t count) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        const float r = power_of(red[i], 1.10f) * 0.85f, g = power_of(green[i], 1.10f) * 0.85f;
        const float b = power_of(blue[i], 1.10f) * 0.85f, y = luminance_of(r, g, b), m = share[i] * amount;
        red[i] = mixed(red[i], pk_maximum(mixed(y, r, 1.08f), 0), m);
        green[i] = mixed(green[i], pk_maximum(mixed(y, g, 1.08f), 0), m);
        blue[i] = mixed(blue[i], pk_maximum(mixed(y, b, 1.08f), 0), m);
    }
}

MULTI_ISA void pk_wet_mirror_rows(
    pk_rgb mirror, pk_rgb scene, int width, int height, const pk_wet_ground *ground, int first_row, int end_row
) {
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float ripple = ground->ripples[i] - 0.5f, top = ground->base_rows[x];
            const float d = pk_maximum((float)y - top, 0);
            const float v = pk_clamped(top - 1.05f * d + 0.10f * ripple * d, 0, (float)(height - 1));
            const float u = (float)x + ripple * d * 0.05f + ripple * 3.0f * (float)width / 1024.0f;
            mirror.red[i] = bilinear(scene.red, width, height, u, v);
            mirror.green[i] = bilinear(scene.green, width, height, u, v);
            mirror.blue[i] = bilinear(scene.blue, width, height, u, v);
        }
}

PER_PIXEL float mirrored_texture(const float *texture, int side, float u, float v) {
    const float period = 2.0f * (float)side - 2.0f;
    float mu = u - whole_part(u / period) * period, mv = v - whole_part(v / period) * period;
    mu = mu > (float)side - 1 ? period - mu : mu, mv = mv > (float)side - 1 ? period - mv : mv;
    return bilinear(texture, side, side, mu, mv);
}

MULTI_ISA void pk_wet_ground_rows(
    pk_rgb image, pk_rgb sharp, pk_rgb smeared, int width, int height, const pk_wet_ground *ground, int first_row,
    int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (int y = first_row; y < end_row; y++) {
        const float down = pk_maximum((float)y - ground->horizon, (float)height * 0.012f) / (float)height;
        const float z = 0.5f / down;
        const float near = unit_clamped(((float)y - ground->horizon) / ((float)height - ground->horizon));
        const float fresnel = 0.24f + 0.62f * power_of(1.0f - near, 1.5f);
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float u = ((float)x / (float)width - 0.5f) * z * 2.2f;
            const float n = (float)ground->side;
            const float spot = mirrored_texture(ground->texture, ground->side, u * n * 0.11f + n * 0.2f, z * n * 0.11f);
            const float level = ground->level[i];
            const float puddle = smoothed(0.44f, 0.56f, spot + 0.10f * (ground->amount - 0.7f)) * smoothed(0.05f, 0.5f, level);
            // Right at the foot of a thing there is nothing yet to mirror.
            const float begun = smoothed(0, 0.03f * (float)height, (float)y - ground->base_rows[x]);
            const float k = pk_clamped(fresnel * (0.35f * level + 1.1f * puddle) * begun, 0, 0.9f)
                * pk_minimum(ground->amount * 1.25f, 1);
            const float darken = mixed(0.78f, 0.42f, puddle * 0.5f) * (1.0f - 0.55f * k);
            const float a = ground->ground[i] * ground->amount, s = puddle * 0.7f;
            red[i] = mixed(red[i], power_of(red[i], 1.18f) * darken + k * mixed(smeared.red[i], sharp.red[i], s), a);
            green[i] = mixed(green[i], power_of(green[i], 1.18f) * darken + k * mixed(smeared.green[i], sharp.green[i], s), a);
            blue[i] = mixed(blue[i], power_of(blue[i], 1.18f) * darken + k * mixed(smeared.blue[i], sharp.blue[i], s), a);
        }
    }
}

MULTI_ISA void pk_haze_ratio(float *restrict out, pk_rgb image, pk_color light, size_t count) {
    for (size_t i = 0; i < count; i++)
        out[i] = pk_minimum(image.red[i] / light.red, pk_minimum(image.green[i] / light.green, image.blue[i] / light.blue));
}

MULTI_ISA void pk_clear_haze(
    pk_rgb image, const float *restrict transmission, const float *restrict sky, pk_color light, size_t count
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    for (size_t i = 0; i < count; i++) {
        // In the sky all is haze: dividing it out would only amplify noise.
        const float t = mixed(pk_clamped(transmission[i], 0.14f, 1), 1, sky[i]);
        red[i] = pk_maximum((red[i] - light.red) / t + light.red, 0);
        green[i] = pk_maximum((green[i] - light.green) / t + light.green, 0);
        blue[i] = pk_maximum((blue[i] - light.blue) / t + light.blue, 0);
    }
}

MULTI_ISA void pk_window_frost_rows(
    pk_rgb image, pk_rgb soft, const float *restrict reach_noise, const float *restrict fern_noise,
    const float *restrict needle_noise, const float *restrict spared, int width, int height, float amount, float light,
    int first_row, int end_row
) {
    float *restrict red = image.red, *restrict green = image.green, *restrict blue = image.blue;
    const float reach = 0.075f + 0.085f * amount;
    for (int y = first_row; y < end_row; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            const float from_side = (float)(x < width - 1 - x ? x : width - 1 - x);
            const float from_end = (float)(y < height - 1 - y ? y : height - 1 - y);
            const float border = pk_minimum(from_side, from_end) / (float)width;
            const float m = unit_clamped(1.0f - (border - (reach_noise[i] - 0.5f) * 0.16f) / reach);
            const float fern = unit_clamped(1.0f - magnitude(2.0f * fern_noise[i] - 1.0f) * 2.6f);
            const float needle = unit_clamped(1.0f - magnitude(2.0f * needle_noise[i] - 1.0f) * 2.2f);
            const float ice = smoothed(0.35f, 1.0f, fern * 0.75f + needle * 0.35f);
            const float keep = 1.0f - 0.85f * spared[i];
            const float a = pk_clamped(
                power_of(m, 1.3f) * (0.30f + 0.85f * ice) + smoothed(0.75f, 1.0f, m) * 0.25f, 0, 0.92f) * amount * keep;
            const float blurred = pk_minimum(m * 1.3f, 1) * keep;
            red[i] = mixed(mixed(red[i], soft.red[i], blurred), 0.86f * light, a);
            green[i] = mixed(mixed(green[i], soft.green[i], blurred), 0.92f * light, a);
            blue[i] = mixed(mixed(blue[i], soft.blue[i], blurred), light, a);
        }
}
