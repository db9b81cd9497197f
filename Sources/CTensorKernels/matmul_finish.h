#pragma once

#include "MatmulKernels.h"

/// Where a tile's rows go: row r to elements [first_element + r × row_step, + outputs of the panel).
typedef struct {
    /// [row_count][32]; overwritten
    void *sums;
    size_t row_count;
    /// Which packed columns the tile has: 32 from 32 × panel on.
    size_t panel;
    size_t first_element;
    size_t row_step;
    /// For int8: the rows' scales and outliers, from first_row on, and the panel's weights.
    const tk_quantised *quantised;
    size_t first_row;
    const void *panel_weights;
} tk_finished_tile;

void tk_finish_tile(const tk_finish *finish, const tk_finished_tile *tile);
