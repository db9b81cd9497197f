#include "LayerKernels.h"
#include "element_vectors.h"

ALWAYS_INLINE void rotate(const tk_heads *view, const float *cosines, const float *sines, tk_element type) {
    const tk_heads heads = *view;  // As far as the compiler knows, what is written might be the view.
    const size_t dimension = heads.dimension, half = dimension / 2;
    for (size_t row = 0; row < heads.rows; row++) {
        const float *cosine = cosines + row * dimension, *sine = sines + row * dimension;
        for (size_t head = 0; head < heads.heads; head++) {
            const size_t start = row * heads.stride + head * dimension;
            for (size_t i = 0; i < half; i += 16) {
                const size_t n = half - i;
                f32x16 a, b, a_cosine, a_sine, b_cosine, b_sine;
                load_up_to(&a, heads.x, start + i, n, type);
                load_up_to(&b, heads.x, start + half + i, n, type);
                load_up_to(&a_cosine, cosine, i, n, TK_FLOAT32);
                load_up_to(&a_sine, sine, i, n, TK_FLOAT32);
                load_up_to(&b_cosine, cosine, half + i, n, TK_FLOAT32);
                load_up_to(&b_sine, sine, half + i, n, TK_FLOAT32);
                const f32x16 new_a = a * a_cosine - b * a_sine, new_b = b * b_cosine + a * b_sine;
                store_up_to(heads.x, start + i, &new_a, n, type);
                store_up_to(heads.x, start + half + i, &new_b, n, type);
            }
        }
    }
}
MULTI_ISA void tk_rotate(const tk_heads *heads, const float *cosines, const float *sines, tk_element type) {
    BY_TYPE(type, rotate, heads, cosines, sines);
}
