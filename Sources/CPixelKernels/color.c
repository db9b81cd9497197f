#include "CPixelKernels.h"
#include "elementary.h"

MULTI_ISA void pk_luminance(float *restrict out, const float *restrict red, const float *restrict green,
                            const float *restrict blue, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = 0.2126f * red[i] + 0.7152f * green[i] + 0.0722f * blue[i];
}

MULTI_ISA void pk_oklab_from_linear(float *lightness, float *a, float *b, const float *red, const float *green,
                                    const float *blue, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) {
        const float r = pk_maximum(red[i], 0), g = pk_maximum(green[i], 0), u = pk_maximum(blue[i], 0);
        const float l = pk_cube_root(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * u);
        const float m = pk_cube_root(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * u);
        const float s = pk_cube_root(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * u);
        lightness[i] = 0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s;
        a[i] = 1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s;
        b[i] = 0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s;
    }
}

MULTI_ISA void pk_linear_from_oklab(float *red, float *green, float *blue, const float *lightness, const float *a,
                                    const float *b, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) {
        const float l = lightness[i] + 0.3963377774f * a[i] + 0.2158037573f * b[i];
        const float m = lightness[i] - 0.1055613458f * a[i] - 0.0638541728f * b[i];
        const float s = lightness[i] - 0.0894841775f * a[i] - 1.2914855480f * b[i];
        const float l3 = l * l * l, m3 = m * m * m, s3 = s * s * s;
        red[i] = 4.0767416621f * l3 - 3.3077115913f * m3 + 0.2309699292f * s3;
        green[i] = -1.2684380046f * l3 + 2.6097574011f * m3 - 0.3413193965f * s3;
        blue[i] = -0.0041960863f * l3 - 0.7034186147f * m3 + 1.7076147010f * s3;
    }
}

MULTI_ISA void pk_srgb_from_linear(float *out, const float *in, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) out[i] = pk_encode_srgb(in[i]);
}

MULTI_ISA void pk_linear_from_srgb(float *out, const float *in, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) out[i] = pk_decode_srgb(in[i]);
}
