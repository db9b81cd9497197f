#include "matmul_rows.h"

#include "element_vectors.h"

ALWAYS_INLINE void convert(
    void *units, const void *x, size_t first, size_t count, const tk_element from, const tk_element to) {
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, x, first + i, count - i, from);
        store_up_to(units, i, &v, count - i, to);
    }
}

MULTI_ISA static void widen_units(void *units, const void *x, size_t first, size_t count) {
    convert(units, x, first, count, TK_BFLOAT16, TK_FLOAT32);
}
MULTI_ISA static void narrow_units(void *units, const void *x, size_t first, size_t count) {
    convert(units, x, first, count, TK_FLOAT32, TK_BFLOAT16);
}

void tk_copy_units(tk_weight weight, void *units, const void *x, tk_element type, size_t first, size_t count) {
    const tk_element wanted = weight == TK_WEIGHT_FLOAT32 ? TK_FLOAT32 : TK_BFLOAT16;
    if (type == wanted) memcpy(units, element_at(x, first, type), count * bytes_of(type));
    else if (wanted == TK_FLOAT32) widen_units(units, x, first, count);
    else narrow_units(units, x, first, count);
    if (wanted == TK_BFLOAT16 && count % 2) memset((char *)units + 2 * count, 0, 2);
}

// MARK: - int8

ALWAYS_INLINE void load_magnitudes(f32x16 *v, const void *x, size_t index, size_t count, const tk_element type) {
    load_up_to(v, x, index, count, type);
    *v = (f32x16)((u32x16)*v & 0x7fffffff);
}

/// A row's magnitudes as a limit divides them: how many are above, and the sum and the largest of all others.
typedef struct {
    size_t above;
    float sum, largest;
} division;

/// Nothing is above the limit. Four sums, or each addition would wait for the one before.
ALWAYS_INLINE division undivided(const void *x, size_t first, size_t count, const tk_element type) {
    f32x16 sums[4] = {}, largest[4] = {};
    size_t i = 0;
    for (; i + 64 <= count; i += 64)
        for (size_t part = 0; part < 4; part++) {
            f32x16 v;
            load(&v, x, first + i + 16 * part, type);
            v = (f32x16)((u32x16)v & 0x7fffffff);
            raise_to(&largest[part], &v);
            sums[part] += v;
        }
    for (; i < count; i += 16) {
        f32x16 v;
        load_magnitudes(&v, x, first + i, count - i, type);
        raise_to(&largest[0], &v);
        sums[0] += v;
    }
    for (size_t part = 1; part < 4; part++) {
        raise_to(&largest[0], &largest[part]);
        sums[0] += sums[part];
    }
    return (division){.sum = sum_of(&sums[0]), .largest = greatest_of(&largest[0])};
}

ALWAYS_INLINE division divided_at(float limit, const void *x, size_t first, size_t count, const tk_element type) {
    i32x16 above = {};
    f32x16 sum = {}, largest = {};
    for (size_t i = 0; i < count; i += 16) {
        f32x16 v;
        load_magnitudes(&v, x, first + i, count - i, type);
        const i32x16 is_above = v > limit;
        v = (f32x16)((i32x16)v & ~is_above);
        above -= is_above;
        sum += v;
        raise_to(&largest, &v);
    }
    division result = {.sum = sum_of(&sum), .largest = greatest_of(&largest)};
    for (int lane = 0; lane < 16; lane++) result.above += (size_t)above[lane];
    return result;
}

// Of normally distributed values one in 10²¹ is as far out as 12 mean magnitudes: what lies there is not of the bulk.
static const float USUAL = 12;

/// Where to end the row's 127 steps: at most TK_OUTLIERS values are above.
ALWAYS_INLINE division reach_of(const void *x, size_t first, size_t count, const tk_element type) {
    division at = undivided(x, first, count, type);
    float limit = at.largest;
    // What is above the limit has no part in the mean; without it more may turn out to be outliers.
    while (1) {
        const float closer = USUAL * at.sum / (float)(count - at.above);
        if (!(closer < 0.9f * limit)) return at;
        const division there = divided_at(closer, x, first, count, type);
        if (there.above > TK_OUTLIERS) break;
        limit = closer;
        at = there;
    }
    // Between a limit with too many above it and one with few enough.
    for (float wider = limit / 1.25f; wider > 0; wider /= 1.25f) {
        const division there = divided_at(wider, x, first, count, type);
        if (there.above > TK_OUTLIERS) break;
        at = there;
    }
    return at;
}

/// Notes which of sixteen values, from `index` of the row on, are above the reach.
ALWAYS_INLINE void note_lanes(
    const f32x16 *v, float reach, size_t index, const tk_quantised *q, size_t row) {
    for (size_t lane = 0; lane < 16; lane++) {
        const float value = (*v)[lane], size = value < 0 ? -value : value;
        if (!(size > reach) || q->outlier_counts[row] == TK_OUTLIERS) continue;
        const size_t place = row * TK_OUTLIERS + (size_t)q->outlier_counts[row]++;
        const int8_t step = q->values[row * q->units * 4 + index + lane];
        q->outlier_columns[place] = (int32_t)(index + lane);
        q->outlier_values[place] = value - q->scales[row] * (float)step;
    }
}

ALWAYS_INLINE bool has_any(const i32x16 *mask) {
    uint64_t parts[8];
    memcpy(parts, mask, sizeof parts);
    return ((parts[0] | parts[1]) | (parts[2] | parts[3])) | ((parts[4] | parts[5]) | (parts[6] | parts[7]));
}

ALWAYS_INLINE void note_outliers(
    float reach, const void *x, size_t first, size_t count, const tk_quantised *q, size_t row, const tk_element type) {
    for (size_t begin = 0; begin < count; begin += 64) {
        const size_t end = count - begin < 64 ? count : begin + 64;
        i32x16 above = {};
        for (size_t i = begin; i < end; i += 16) {
            f32x16 v;
            load_magnitudes(&v, x, first + i, end - i, type);
            above |= v > reach;
        }
        if (!has_any(&above)) continue;
        for (size_t i = begin; i < end; i += 16) {
            f32x16 v;
            load_up_to(&v, x, first + i, end - i, type);
            note_lanes(&v, reach, i, q, row);
        }
    }
}

typedef int8_t i8x16 __attribute__((vector_size(16), aligned(1)));

/// Steps of sixteen values, rounded to nearest even, in the lowest bytes of `v`: a sum with 1.5 × 2²³ has no fraction.
ALWAYS_INLINE void take_steps(f32x16 *v, float steps, const bool clamps) {
    const f32x16 least = (f32x16){} - 127, most = (f32x16){} + 127;
    *v *= steps;
    if (clamps) {
        raise_to(v, &least);
        lower_to(v, &most);
    }
    *v += 12582912.0f;
}
enum { SHIFTED_ZERO = 0x4b400000 };

typedef int32_t i32x8 __attribute__((vector_size(32)));
typedef int32_t i32x4 __attribute__((vector_size(16)));

/// The sum of the lanes. (Lane by lane the compiler would send them through memory.)
ALWAYS_INLINE int32_t sum_of_integers(const i32x16 *v) {
    const i32x8 eight = __builtin_shufflevector(*v, *v, 0, 1, 2, 3, 4, 5, 6, 7)
        + __builtin_shufflevector(*v, *v, 8, 9, 10, 11, 12, 13, 14, 15);
    const i32x4 four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3)
        + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    const i32x4 two = four + __builtin_shufflevector(four, four, 2, 3, 0, 1);
    return two[0] + two[1];
}

/// Stores all steps of a row and returns their sum.
ALWAYS_INLINE int32_t store_steps(
    const void *x, size_t first, size_t count, float steps, int8_t *values, const bool clamps, const tk_element type) {
    i32x16 sums[4] = {};
    size_t i = 0;
    for (; i + 64 <= count; i += 64)
        for (size_t part = 0; part < 4; part++) {
            f32x16 v;
            load(&v, x, first + i + 16 * part, type);
            take_steps(&v, steps, clamps);
            sums[part] += (i32x16)v - SHIFTED_ZERO;
            *(i8x16 *)(values + i + 16 * part) = __builtin_convertvector((i32x16)v, i8x16);
        }
    for (; i < count; i += 16) {
        f32x16 v;
        load_up_to(&v, x, first + i, count - i, type);
        take_steps(&v, steps, clamps);
        sums[0] += (i32x16)v - SHIFTED_ZERO;
        const i8x16 narrow = __builtin_convertvector((i32x16)v, i8x16);
        memcpy(values + i, &narrow, count - i < 16 ? count - i : 16);
    }
    const i32x16 all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return sum_of_integers(&all);
}

ALWAYS_INLINE void quantise_row(
    division reach, const void *x, size_t columns, size_t row, const tk_quantised *q, const tk_element type) {
    const size_t first = row * columns;
    const float steps = reach.largest > 0 ? 127 / reach.largest : 0;
    int8_t *values = q->values + row * q->units * 4;
    // What is not above reaches 127 at most, even rounded.
    const int32_t sum = reach.above > 0 ? store_steps(x, first, columns, steps, values, true, type)
                                        : store_steps(x, first, columns, steps, values, false, type);
    for (size_t i = columns; i < q->units * 4; i++) values[i] = 0;
    q->scales[row] = reach.largest / 127;
    q->offsets[row] = -128 * sum;
    q->outlier_counts[row] = 0;
    if (reach.above > 0) note_outliers(reach.largest, x, first, columns, q, row, type);
}

enum { MOST_ROWS_AT_ONCE = 8, BYTES_AT_ONCE = 4 << 10 };

/// First the reaches of a few rows, then their steps: in between each row alone would wait for its largest value.
ALWAYS_INLINE void quantise_rows(
    const void *x, size_t columns, size_t first, size_t last, const tk_quantised *q, const tk_element type) {
    division reaches[MOST_ROWS_AT_ONCE];
    const size_t fitting = BYTES_AT_ONCE / (columns * bytes_of(type) + 1) + 1;
    const size_t at_once = fitting < MOST_ROWS_AT_ONCE ? fitting : MOST_ROWS_AT_ONCE;
    for (size_t begin = first; begin < last; begin += at_once) {
        const size_t count = last - begin < at_once ? last - begin : at_once;
        for (size_t i = 0; i < count; i++) reaches[i] = reach_of(x, (begin + i) * columns, columns, type);
        for (size_t i = 0; i < count; i++) quantise_row(reaches[i], x, columns, begin + i, q, type);
    }
}

MULTI_ISA void tk_quantise_rows(
    const void *x, tk_element type, size_t columns, size_t first, size_t last, const tk_quantised *result) {
    BY_TYPE(type, quantise_rows, x, columns, first, last, result);
}
