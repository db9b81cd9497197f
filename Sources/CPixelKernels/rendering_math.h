#pragma once

#include "elementary.h"

// Arithmetic of one pixel, written so that the loops around it vectorise: no branches and no calls into libm, whose
// results differ between versions and between a vectorised loop's body and its remainder.

#define PER_PIXEL static inline __attribute__((always_inline))

PER_PIXEL float unit_clamped(float x) { return pk_clamped(x, 0.0f, 1.0f); }
PER_PIXEL float mixed(float a, float b, float t) { return a + (b - a) * t; }
PER_PIXEL float square(float x) { return x * x; }
PER_PIXEL float magnitude(float x) { return x < 0 ? -x : x; }

/// 0 below a, 1 above b, smooth between; falls instead when b < a.
PER_PIXEL float smoothed(float a, float b, float x) {
    const float t = unit_clamped((x - a) / (b - a));
    return t * t * (3.0f - 2.0f * t);
}

/// The largest whole number not above x, for |x| < 2^22, without a library call.
PER_PIXEL float whole_part(float x) {
    const float nearest = (x + 12582912.0f) - 12582912.0f;
    return nearest > x ? nearest - 1.0f : nearest;
}

/// x^y, where numbers too small to have a logarithm count as zero.
PER_PIXEL float power_of(float x, float y) { return pk_power(pk_maximum(x, 1e-12f), y); }
PER_PIXEL float root_of(float x) { return __builtin_sqrtf(pk_maximum(x, 0.0f)); }

/// sin of an angle in turns (1 = 360°), to about 1e-4.
PER_PIXEL float sine_of_turns(float turns) {
    float t = turns - whole_part(turns + 0.5f);  // -0.5 … 0.5
    t = t > 0.25f ? 0.5f - t : t;
    t = t < -0.25f ? -0.5f - t : t;
    const float x = t * 6.28318531f;
    const float z = x * x;
    return x * (1.0f + z * (-1.6666654e-1f + z * (8.3321609e-3f + z * -1.9515296e-4f)));
}
PER_PIXEL float cosine_of_turns(float turns) { return sine_of_turns(turns + 0.25f); }

PER_PIXEL float luminance_of(float r, float g, float b) { return 0.2126f * r + 0.7152f * g + 0.0722f * b; }

typedef struct { float r, g, b; } rgb_pixel;
typedef struct { float lightness, a, b; } oklab_pixel;

/// OKLab of linear sRGB; matrices of Björn Ottosson, "A perceptual color space for image processing".
PER_PIXEL oklab_pixel oklab_of(float r, float g, float b) {
    const float l = pk_cube_root(pk_maximum(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b, 0));
    const float m = pk_cube_root(pk_maximum(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b, 0));
    const float s = pk_cube_root(pk_maximum(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b, 0));
    return (oklab_pixel){
        0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
        1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
        0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s,
    };
}
PER_PIXEL rgb_pixel rgb_of_oklab(float lightness, float a, float b) {
    float l = lightness + 0.3963377774f * a + 0.2158037573f * b;
    float m = lightness - 0.1055613458f * a - 0.0638541728f * b;
    float s = lightness - 0.0894841775f * a - 1.2914855480f * b;
    l = l * l * l, m = m * m * m, s = s * s * s;
    return (rgb_pixel){
        pk_maximum(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s, 0),
        pk_maximum(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s, 0),
        pk_maximum(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s, 0),
    };
}

/// The same for sRGB's numbers.
PER_PIXEL oklab_pixel oklab_of_encoded(float r, float g, float b) {
    return oklab_of(pk_decode_srgb(r), pk_decode_srgb(g), pk_decode_srgb(b));
}

/// Bilinear value at (x, y) of a plane, coordinates clamped to it.
PER_PIXEL float bilinear(const float *plane, int width, int height, float x, float y) {
    x = pk_clamped(x, 0, (float)(width - 1)), y = pk_clamped(y, 0, (float)(height - 1));
    const int column = (int)x, row = (int)y;
    const int right = column + 1 < width ? column + 1 : column, below = row + 1 < height ? row + 1 : row;
    const float fx = x - (float)column, fy = y - (float)row;
    const float upper = mixed(plane[row * width + column], plane[row * width + right], fx);
    const float lower = mixed(plane[below * width + column], plane[below * width + right], fx);
    return mixed(upper, lower, fy);
}
