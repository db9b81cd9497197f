#include "matmul_finish.h"

#include "elementary_vectors.h"
#include "outlier_vectors.h"

// Two passes over a tile, both in the first cache. The first, for products with an activation, leaves finished values
// in the place of the sums; the second adds the residual and stores. What differs from call to call (types, gates) is a
// constant in each copy of a loop, so that values stay in registers.

/// What the second pass finds in a tile.
typedef enum { SUMS, INTEGER_SUMS, FINISHED } content;

/// The packed columns' factors and offsets of one panel.
typedef struct {
    f32x16 scales[2], bias[2];
} column_values;

ALWAYS_INLINE void load_column_values(column_values *columns, const tk_finish *f, size_t panel) {
    for (int half = 0; half < 2; half++) {
        const size_t first = panel * TK_PANEL_COLUMNS + 16 * (size_t)half;
        columns->scales[half] = f->scales ? *(const f32x16 *)(f->scales + first) : (f32x16){};
        columns->bias[half] = f->bias ? *(const f32x16 *)(f->bias + first) : (f32x16){};
    }
}

/// Row r of the tile as floats, with the bias.
ALWAYS_INLINE void load_row(
    f32x16 values[2], const tk_finished_tile *tile, size_t r, const column_values *columns, const content found) {
    const f32x16 *sums = (const f32x16 *)tile->sums + 2 * r;
    values[0] = sums[0];
    values[1] = sums[1];
    if (found == FINISHED) return;
    if (found == INTEGER_SUMS) {
        const tk_quantised *q = tile->quantised;
        const size_t row = tile->first_row + r;
        for (int half = 0; half < 2; half++)
            values[half] = __builtin_convertvector((i32x16)values[half] + q->offsets[row], f32x16) * q->scales[row];
        if (q->outlier_counts[row] > 0) add_outliers(values, q, row, tile->panel_weights);
        for (int half = 0; half < 2; half++) values[half] = values[half] * columns->scales[half] + columns->bias[half];
    } else {
        for (int half = 0; half < 2; half++) values[half] += columns->bias[half];
    }
}

// MARK: - The first pass

ALWAYS_INLINE void activate_sums(f32x16 *v, const content found, const tk_activation activation) {
    if (found == INTEGER_SUMS && activation == TK_GELU) apply_gelu_roughly(v);
    else activate(v, activation);
}

ALWAYS_INLINE void apply_rows(
    const tk_finish *f, const tk_finished_tile *tile, const content found, const bool gated,
    const tk_activation activation) {
    column_values columns;
    load_column_values(&columns, f, tile->panel);
    for (size_t r = 0; r < tile->row_count; r++) {
        f32x16 values[2];
        load_row(values, tile, r, &columns, found);
        f32x16 *to = (f32x16 *)tile->sums + 2 * r;
        if (gated) {
            activate_sums(&values[1], found, activation);
            to[0] = values[0] * values[1];
            continue;
        }
        activate_sums(&values[0], found, activation);
        activate_sums(&values[1], found, activation);
        to[0] = values[0];
        to[1] = values[1];
    }
}

ALWAYS_INLINE void apply(const tk_finish *f, const tk_finished_tile *tile, content found, const tk_activation activation) {
    if (found == FINISHED) apply_rows(f, tile, FINISHED, false, activation);
    else if (found == INTEGER_SUMS && f->gated) apply_rows(f, tile, INTEGER_SUMS, true, activation);
    else if (found == INTEGER_SUMS) apply_rows(f, tile, INTEGER_SUMS, false, activation);
    else if (f->gated) apply_rows(f, tile, SUMS, true, activation);
    else apply_rows(f, tile, SUMS, false, activation);
}

MULTI_ISA static void apply_activation(const tk_finish *f, const tk_finished_tile *tile, content found) {
    BY_ACTIVATION(f->activation, apply, f, tile, found);
}

// MARK: - The second pass

/// Where a row's values go, and what happens to them before.
typedef struct {
    /// Bounds from below before and after the residual is added: 0 for ReLU, or minus infinity.
    float first_floor, last_floor;
    const void *residual;
    tk_element residual_type;
    void *output;
    tk_element output_type;
} destination;

/// What is not a number stays that.
ALWAYS_INLINE void hold_above(f32x16 *v, float floor) {
    const f32x16 least = (f32x16){} + floor;
    const i32x16 is_below = least > *v;
    *v = (f32x16)(((i32x16)least & is_below) | ((i32x16)*v & ~is_below));
}

ALWAYS_INLINE void put(f32x16 *v, size_t element, const destination *to) {
    hold_above(v, to->first_floor);
    if (to->residual) {
        f32x16 added;
        load(&added, to->residual, element, to->residual_type);
        *v += added;
        hold_above(v, to->last_floor);
    }
    store(to->output, element, v, to->output_type);
}

ALWAYS_INLINE void put_part(f32x16 *v, size_t element, size_t count, const destination *to) {
    hold_above(v, to->first_floor);
    if (to->residual) {
        f32x16 added;
        load_up_to(&added, to->residual, element, count, to->residual_type);
        *v += added;
        hold_above(v, to->last_floor);
    }
    store_up_to(to->output, element, v, count, to->output_type);
}

ALWAYS_INLINE void store_rows(
    const tk_finish *f, const tk_finished_tile *tile, size_t outputs, const content found, const destination to) {
    column_values columns;
    load_column_values(&columns, f, tile->panel);
    for (size_t r = 0; r < tile->row_count; r++) {
        f32x16 values[2];
        load_row(values, tile, r, &columns, found);
        const size_t element = tile->first_element + r * tile->row_step;
        if (outputs == 32) {
            put(&values[0], element, &to);
            put(&values[1], element + 16, &to);
        } else if (outputs == 16) {
            put(&values[0], element, &to);
        } else {
            put_part(&values[0], element, outputs, &to);
            if (outputs > 16) put_part(&values[1], element + 16, outputs - 16, &to);
        }
    }
}

ALWAYS_INLINE void store_tile(
    const tk_finish *f, const tk_finished_tile *tile, size_t outputs, const destination *to, const content found) {
    const void *residual = to->residual;
    const bool narrow = to->output_type == TK_BFLOAT16, narrow_residual = to->residual_type == TK_BFLOAT16;
#define STORE(residual, from_type, to_type)                                                                    \
    store_rows(                                                                                                \
        f, tile, outputs, found,                                                                               \
        (destination){to->first_floor, to->last_floor, residual, from_type, to->output, to_type})
    if (!residual && narrow) STORE(0, TK_FLOAT32, TK_BFLOAT16);
    else if (!residual) STORE(0, TK_FLOAT32, TK_FLOAT32);
    else if (narrow_residual && narrow) STORE(residual, TK_BFLOAT16, TK_BFLOAT16);
    else if (narrow_residual) STORE(residual, TK_BFLOAT16, TK_FLOAT32);
    else if (narrow) STORE(residual, TK_FLOAT32, TK_BFLOAT16);
    else STORE(residual, TK_FLOAT32, TK_FLOAT32);
#undef STORE
}

MULTI_ISA static void store_outputs(
    const tk_finish *f, const tk_finished_tile *tile, size_t outputs, const destination *to, content found) {
    switch (found) {
    case SUMS: store_tile(f, tile, outputs, to, SUMS); break;
    case INTEGER_SUMS: store_tile(f, tile, outputs, to, INTEGER_SUMS); break;
    case FINISHED: store_tile(f, tile, outputs, to, FINISHED); break;
    }
}

/// Adds the residual to the tile's own place, for an activation that comes after it.
static void store_in_place(const tk_finish *f, const tk_finished_tile *tile, size_t outputs, content found) {
    // One row at a time: a tile's rows follow each other without the gaps that the output's have.
    tk_finished_tile row = *tile;
    row.row_count = 1;
    row.first_element = 0;
    for (size_t r = 0; r < tile->row_count; r++) {
        const size_t element = tile->first_element + r * tile->row_step;
        row.sums = (char *)tile->sums + r * TK_PANEL_COLUMNS * 4;
        row.first_row = tile->first_row + r;
        const void *residual = element_at(f->residual, element, f->residual_type);
        const float none = -__builtin_inff();
        const destination to = {none, none, residual, f->residual_type, row.sums, TK_FLOAT32};
        store_outputs(f, &row, outputs, &to, found);
    }
}

void tk_finish_tile(const tk_finish *f, const tk_finished_tile *tile) {
    const size_t width = f->gated ? TK_PANEL_COLUMNS / 2 : TK_PANEL_COLUMNS;
    const size_t left = f->outputs - tile->panel * width, outputs = left < width ? left : width;
    const bool activates_last = f->activates_last && f->residual;
    const float none = -__builtin_inff();
    destination to = {none, none, f->residual, f->residual_type, f->output, f->output_type};
    content found = tile->quantised ? INTEGER_SUMS : SUMS;
    if (f->activation == TK_RELU && !f->gated) {
        // The second pass does it on the way.
        if (activates_last) to.last_floor = 0;
        else to.first_floor = 0;
    } else if (f->activation != TK_NONE || f->gated) {
        if (activates_last) {
            store_in_place(f, tile, outputs, found);
            found = FINISHED;
            to.residual = 0;
        }
        apply_activation(f, tile, found);
        found = FINISHED;
    }
    store_outputs(f, tile, outputs, &to, found);
}
