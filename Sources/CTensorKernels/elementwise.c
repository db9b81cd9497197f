#include "LayerKernels.h"
#include "elementary_vectors.h"

ALWAYS_INLINE void convert(const void *x, tk_element x_type, void *y, size_t count, tk_element y_type) {
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, x, i, count - i, x_type);
        store_up_to(y, i, &v, count - i, y_type);
    }
}
MULTI_ISA void tk_convert(const void *x, tk_element x_type, void *y, tk_element y_type, size_t count) {
    if (x_type == TK_BFLOAT16) BY_TYPE(y_type, convert, x, TK_BFLOAT16, y, count);
    else BY_TYPE(y_type, convert, x, TK_FLOAT32, y, count);
}

ALWAYS_INLINE void activate_all(const void *x, void *y, size_t count, tk_element type, tk_activation activation) {
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, x, i, count - i, type);
        activate(&v, activation);
        store_up_to(y, i, &v, count - i, type);
    }
}
MULTI_ISA void tk_activate(const void *x, void *y, size_t count, tk_activation activation, tk_element type) {
    if (type == TK_BFLOAT16) BY_ACTIVATION(activation, activate_all, x, y, count, TK_BFLOAT16);
    else BY_ACTIVATION(activation, activate_all, x, y, count, TK_FLOAT32);
}

ALWAYS_INLINE void scaled_sum(const void *a, float a_factor, const void *b, float b_factor, void *y, size_t count,
                              tk_element type) {
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v, w;
        load_up_to(&v, a, i, count - i, type);
        load_up_to(&w, b, i, count - i, type);
        v = v * a_factor + w * b_factor;
        store_up_to(y, i, &v, count - i, type);
    }
}
MULTI_ISA void tk_scaled_sum(const void *a, float a_factor, const void *b, float b_factor, void *y, size_t count,
                             tk_element type) {
    BY_TYPE(type, scaled_sum, a, a_factor, b, b_factor, y, count);
}

ALWAYS_INLINE void scale_and_shift(const void *x, float factor, float offset, void *y, size_t count, tk_element type) {
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, x, i, count - i, type);
        v = v * factor + offset;
        store_up_to(y, i, &v, count - i, type);
    }
}
MULTI_ISA void tk_scale_and_shift(const void *x, float factor, float offset, void *y, size_t count, tk_element type) {
    BY_TYPE(type, scale_and_shift, x, factor, offset, y, count);
}

ALWAYS_INLINE void clamp(const void *x, float least, float most, void *y, size_t count, tk_element type) {
    const f32x16 lower = (f32x16){} + least, upper = (f32x16){} + most;
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, x, i, count - i, type);
        raise_to(&v, &lower);
        lower_to(&v, &upper);
        store_up_to(y, i, &v, count - i, type);
    }
}
MULTI_ISA void tk_clamp(const void *x, float least, float most, void *y, size_t count, tk_element type) {
    BY_TYPE(type, clamp, x, least, most, y, count);
}

ALWAYS_INLINE void limit_softly(const void *x, float limit, void *y, size_t count, tk_element type) {
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, x, i, count - i, type);
        v /= limit;
        apply_hyperbolic_tangent(&v);
        v *= limit;
        store_up_to(y, i, &v, count - i, type);
    }
}
MULTI_ISA void tk_limit_softly(const void *x, float limit, void *y, size_t count, tk_element type) {
    BY_TYPE(type, limit_softly, x, limit, y, count);
}
