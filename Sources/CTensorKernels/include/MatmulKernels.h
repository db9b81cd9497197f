#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "TensorElements.h"

#ifdef __cplusplus
extern "C" {
#endif

// Matrix products and convolutions: rows of activations times packed weights.
//
//   weights        packed once (tk_pack_panel) into panels of 32 output columns
//   activations    row-major; read in place, or copied and converted as they are used (int8: tk_quantise_rows)
//   sums           tiles of 14 rows × 32 columns: 28 registers of 16 numbers
//   finish         bias, activation or gate, residual, rounding: while the tile lies in the first cache
//
// Everything is counted in units of four bytes, of which a panel has 32 a line and a row of activations has one:
//
//   float32    1 input     multiplied and added
//   bfloat16   2 inputs    products of pairs are added in float32 (vdpbf16ps)
//   int8       4 inputs    products of fours are added in int32 (vpdpbusd): weights are stored plus 128, without sign
//
// A panel: [units][32 columns][inputs of a unit]. An input count that does not fill a unit is filled with zeros.
// The order in which a sum is added up depends on the number of inputs alone, never on how callers split the work.

enum {
    TK_PANEL_COLUMNS = 32,
    TK_TILE_ROWS = 14,
    TK_UNIT_BYTES = 4,
    /// Rows of an int8 product keep this many large values apart (see tk_quantise_rows).
    TK_OUTLIERS = 16,
};

/// How packed weights are stored.
typedef enum { TK_WEIGHT_FLOAT32 = 0, TK_WEIGHT_BFLOAT16 = 1, TK_WEIGHT_INT8 = 2 } tk_weight;

/// Inputs in a unit: 1, 2 or 4.
static inline size_t tk_unit_length(tk_weight weight) { return (size_t)1 << weight; }
/// Units that `inputs` numbers take.
static inline size_t tk_units(tk_weight weight, size_t inputs) {
    return (inputs + tk_unit_length(weight) - 1) / tk_unit_length(weight);
}

/// Packs 32 output columns. `rows[i]` has the weights of column i as [inputs][taps] (1 tap for a plain product), NULL
/// for a column of zeros. The panel has taps × tk_units(inputs) lines of 128 bytes, one tap after the other.
/// For int8, `scales[i]` becomes column i's largest magnitude / 127; otherwise `scales` is not used.
void tk_pack_panel(
    tk_weight weight, const float *const rows[32], size_t inputs, size_t taps, void *panel, float *scales);

/// Activations as int8, one scale a row: x ≈ scale × q, −127 ≤ q ≤ 127.
typedef struct {
    /// [rows][units of four]
    int8_t *values;
    size_t units;
    /// [rows]
    float *scales;
    /// [rows]: −128 × the sum of the row's values, which undoes the 128 that is added to weights
    int32_t *offsets;
    /// [rows]: how many of the row's outliers are set
    int32_t *outlier_counts;
    /// [rows][TK_OUTLIERS]: where they are, and by how much x exceeds scale × q there
    int32_t *outlier_columns;
    float *outlier_values;
} tk_quantised;

/// Quantises rows [first, last) of `x`, [rows][columns].
///
/// One value that dwarfs its row would leave a few of the 255 steps for all others. So the steps are laid over what is
/// usual in the row, and up to TK_OUTLIERS values that lie beyond keep the rest of their size as a float: the product
/// adds them exactly. A row with more large values than that gets steps wide enough for all but those.
void tk_quantise_rows(
    const void *x, tk_element type, size_t columns, size_t first, size_t last, const tk_quantised *result);

/// What happens to a tile of sums on its way to memory: (sum × scales + bias) → activation or gate → + residual.
typedef struct {
    /// [packed columns], for int8 weights; NULL for others
    const float *scales;
    /// [packed columns], or NULL
    const float *bias;
    tk_activation activation;
    /// The residual is added before the activation.
    bool activates_last;
    /// Columns 0–15 of each panel are values and 16–31 their gates: value × activation(gate), 16 outputs a panel.
    bool gated;
    /// [rows][outputs], or NULL
    const void *residual;
    tk_element residual_type;
    /// [rows][outputs]
    void *output;
    tk_element output_type;
    size_t outputs;
} tk_finish;

/// x · weights, with x of [rows][inputs].
typedef struct {
    tk_weight weight;
    /// [panels] of `units` lines
    const void *panels;
    size_t inputs;
    /// For float32 and bfloat16 weights
    const void *x;
    tk_element type;
    /// For int8 weights
    const tk_quantised *quantised;
    tk_finish finish;
} tk_product;

/// Rows first_row ..< last_row of panels first_panel ..< last_panel. `scratch`, aligned to 64 bytes, has
/// tk_multiply_scratch(…) bytes. Best with 100 to 250 rows, and as many panels as tk_panels_in_cache says.
void tk_multiply(
    const tk_product *product, size_t first_row, size_t last_row, size_t first_panel, size_t last_panel, void *scratch);

size_t tk_multiply_scratch(tk_weight weight, size_t inputs, size_t rows, size_t panels);

/// How many panels of a product to give to one call: the caches keep them while rows pass by.
size_t tk_panels_in_cache(tk_weight weight, size_t inputs);

// MARK: - Convolutions

/// A picture's neighbourhoods · weights: a tap is a neighbour, [inputs] long; its weights follow each other in a panel.
/// What lies outside of the picture is zero.
typedef struct {
    tk_weight weight;
    /// [panels] of taps × tk_units(inputs) lines; with phases, [4 phases][panels]; for Winograd's algorithm, [16][panels]
    /// of tk_units(inputs) lines
    const void *panels;
    size_t inputs;
    /// 1 or 3: taps in each direction. Ignored with phases.
    size_t kernel;
    size_t stride;
    size_t padding;
    /// Each pixel becomes 2 × 2 before a 3 × 3 convolution with padding 1. Seen from one of the 2 × 2 phases the
    /// neighbours are only 2 × 2 different pixels: see tk_fold_phase.
    bool phases;
    /// Winograd's algorithm, for weights that tk_winograd_weights made of a 3 × 3 kernel with stride and padding 1, in
    /// float32 or bfloat16; inputs are a multiple of 16. With bfloat16 it also rounds sums of four inputs each.
    bool winograd;
    /// [height][width][inputs], for float32 and bfloat16 weights
    const void *x;
    tk_element type;
    /// For int8 weights: the rows are pixels.
    const tk_quantised *quantised;
    size_t height, width;
    /// The output's rows are pixels: [output height][output width][outputs].
    size_t output_height, output_width;
    size_t panel_count;
    /// Its scales, for int8 weights, are those of all panels: [4 phases][packed columns] with phases.
    tk_finish finish;
} tk_convolution;

/// Pixels of the output (with phases: of the input) that one call computes, all output channels of them.
typedef struct {
    size_t height, width;
} tk_patch;

/// A size whose input stays in a core's second cache.
tk_patch tk_convolution_patch(const tk_convolution *convolution);
size_t tk_convolve_scratch(const tk_convolution *convolution, tk_patch patch);
/// The patch that begins at (y, x), as far as the picture reaches. `scratch` is aligned to 64 bytes.
void tk_convolve(const tk_convolution *convolution, tk_patch patch, size_t y, size_t x, void *scratch);

/// The 2 × 2 weights that phase `phase` (2 × vertical + horizontal) of an enlarged picture sees of a 3 × 3 kernel:
/// taps that fall on the same pixel are added. `kernel` is [inputs][3][3], `folded` [inputs][2][2].
void tk_fold_phase(const float *kernel, size_t inputs, size_t phase, float *folded);

/// Place `place` (4 × row + column) of the 4 × 4 that Winograd's algorithm makes of a 3 × 3 kernel. `kernel` is
/// [inputs][3][3], `transformed` [inputs].
void tk_winograd_weights(const float *kernel, size_t inputs, size_t place, float *transformed);

#ifdef __cplusplus
}
#endif
