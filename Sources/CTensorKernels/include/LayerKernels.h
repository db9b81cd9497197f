#pragma once

#include <stdbool.h>

#include "TensorElements.h"

// Attention, norms, element-wise functions, depthwise convolution, rotary embedding, and moving rows about.
//
// Activations have the type that the last parameter says; weight vectors are 32-bit floats. Matrices are row-major, and
// pictures [height][width][channels]. Output may be input wherever both have the same shape, unless a comment forbids it;
// other overlaps are forbidden. Every result depends on the inputs alone, not on how a caller splits the rows.

#ifdef __cplusplus
extern "C" {
#endif

// MARK: - Element by element

void tk_convert(const void *x, tk_element x_type, void *y, tk_element y_type, size_t count);
void tk_activate(const void *x, void *y, size_t count, tk_activation activation, tk_element type);
/// y = a_factor a + b_factor b
void tk_scaled_sum(const void *a, float a_factor, const void *b, float b_factor, void *y, size_t count,
                   tk_element type);
/// y = factor x + offset
void tk_scale_and_shift(const void *x, float factor, float offset, void *y, size_t count, tk_element type);
void tk_clamp(const void *x, float least, float most, void *y, size_t count, tk_element type);
/// y = limit tanh(x / limit)
void tk_limit_softly(const void *x, float limit, void *y, size_t count, tk_element type);

// MARK: - Rows

/// Copies `rows` rows of `bytes` bytes; the strides are in bytes.
void tk_copy_rows(const void *from, size_t from_stride, void *to, size_t to_stride, size_t bytes, size_t rows);
/// Each of `rows` rows of `width` pixels of `pixel_bytes` becomes two rows of twice the width (nearest neighbour).
void tk_upsample_rows(const void *from, void *to, size_t width, size_t rows, size_t pixel_bytes);

// MARK: - Norms

/// y = (x - mean) / √(variance + epsilon) · weight + bias, row by row; `weight` and `bias` may be null.
void tk_layer_norm(const void *x, void *y, size_t rows, size_t columns, const float *weight, const float *bias,
                   float epsilon, tk_element type);
/// y = x / √(mean of squares + epsilon) · weight, row by row; `weight` may be null.
void tk_rms_norm(const void *x, void *y, size_t rows, size_t columns, const float *weight, float epsilon,
                 tk_element type);

/// Columns of a matrix that are `heads` vectors of `dimension` elements side by side. `x` is the first one's first element
/// in the first of `rows` rows, which lie `stride` elements apart.
typedef struct {
    void *x;
    size_t stride, rows, heads, dimension;
} tk_heads;

/// RMS norm of every head, in place. `weight` has `dimension` elements and may be null.
void tk_normalize_heads(const tk_heads *heads, const float *weight, float epsilon, tk_element type);
/// Rotary position embedding in place: with a head's halves a and b, and the row of the tables ([rows][dimension], each
/// with halves of its own), a' = a cos - b sin and b' = b cos + a sin. The dimension is even.
void tk_rotate(const tk_heads *heads, const float *cosines, const float *sines, tk_element type);

/// Mean of every channel over `pixels` (at least 1) pixels, and the sum of its squared differences from that mean.
void tk_channel_moments(const void *x, size_t pixels, size_t channels, float *means, float *squares, tk_element type);
/// Factor and offset of every channel, so that `factor x + offset` is the group norm of x. `moments` has what
/// `tk_channel_moments` found ([parts][2][channels]: means, squares) in parts of `part_pixels` pixels (the last one has
/// what remains of `pixels`). The number of groups divides that of channels.
void tk_group_norm_factors(const float *moments, size_t part_pixels, size_t pixels, size_t channels, size_t groups,
                           const float *weight, const float *bias, float epsilon, float *factors, float *offsets);
/// y = activation(factor x + offset), with a factor and an offset per channel.
void tk_scale_channels(const void *x, void *y, size_t pixels, size_t channels, const float *factors,
                       const float *offsets, tk_activation activation, tk_element type);

// MARK: - Depthwise convolution

/// A 3 × 3 convolution of every channel by itself, with zeros around the picture.
typedef struct {
    const void *input;
    /// Not the input: neighbours of what is written are read later.
    void *output;
    size_t width, height, channels;
    /// [9][channels], the kernel's rows one after the other.
    const float *weights;
    /// [channels], or null.
    const float *bias;
    /// [channels], or null: what is convolved is activation(factor x + offset).
    const float *factors, *offsets;
    tk_activation activation;
} tk_depthwise;

enum { TK_DEPTHWISE_ROWS = 32, TK_DEPTHWISE_COLUMNS = 16, TK_DEPTHWISE_CHANNELS = 256 };
/// One tile of the output, of the size above or what the picture has left of it.
void tk_depthwise_tile(const tk_depthwise *convolution, size_t first_row, size_t first_column, size_t first_channel,
                       tk_element type);

// MARK: - Attention

// softmax(scale · Q Kᵀ) V. One key/value head serves `group` query heads that lie side by side; the queries of all of
// them are the rows of one tall matrix: row r is token r / group, head r % group.
//
// Keys and values are packed first (once for all rows), in blocks of TK_ATTENTION_BLOCK. With bfloat16 elements and a
// CPU that multiplies them, weights of the softmax are rounded to bfloat16 too; otherwise everything is in floats. With
// `rounds_keys` queries and keys are multiplied as int8, a scale for each.

enum { TK_ATTENTION_BLOCK = 64, TK_ATTENTION_ROWS = 24, TK_ATTENTION_MAX_DIMENSION = 256 };

typedef struct {
    /// The first query head's first element; tokens lie `query_stride` elements apart, heads `dimension`.
    const void *queries;
    /// Laid out like the queries.
    void *output;
    size_t query_stride, output_stride;
    size_t tokens, group, dimension, keys;
    /// What `tk_attention_pack` made of `keys` (at least 1) keys and values.
    const void *packed_keys, *packed_values;
    float scale;
    /// Not 0: a query sees the keys up to the one of its own index only. Then there are as many keys as tokens.
    int causal;
    /// Whether keys were packed so.
    bool rounds_keys;
} tk_attention;

/// Whether this CPU can multiply queries and keys as int8: keys are packed with `rounds_keys` then.
bool tk_attention_rounds_keys(tk_element type);

/// Bytes that the packed keys take, and the packed values take as many.
size_t tk_attention_packed_bytes(size_t keys, size_t dimension, tk_element type);
/// Packs block number `block` of one head's keys and values, rows of `dimension` elements with the given strides.
void tk_attention_pack(const void *keys, size_t key_stride, const void *values, size_t value_stride, size_t count,
                       size_t dimension, size_t block, void *packed_keys, void *packed_values, tk_element type,
                       bool rounds_keys);
/// Computes TK_ATTENTION_ROWS rows from `first_row` on, or what is left of them. The output may not be the queries unless
/// every row is computed once.
void tk_attention_tile(const tk_attention *attention, size_t first_row, tk_element type);

#ifdef __cplusplus
}
#endif
