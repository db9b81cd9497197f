#include "winograd.h"

#include <string.h>

#include "cpu_features.h"
#include "element_vectors.h"
#include "matmul_finish.h"
#include "matmul_tile.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A 3 × 3 convolution in 4/9 of the multiplications: Winograd's minimal filtering F(2 × 2, 3 × 3) (Lavin and Gray, "Fast
// algorithms for convolutional neural networks", arXiv 1509.09308). A square of 2 × 2 pixels of the output depends on
// 4 × 4 of the input:
//
//   output = Aᵀ [(G kernel Gᵀ) ⊙ (Bᵀ input B)] A
//
//         1  0 -1  0         1   0   0
//   Bᵀ =  0  1  1  0    G =  ½   ½   ½    Aᵀ = 1  1  1  0
//         0 -1  1  0         ½  -½   ½         0  1 -1 -1
//         0  1  0 -1         0   0   1
//
// Each of the 16 places of ⊙, added up over the inputs, is a plain product: [squares][inputs] · [inputs][outputs].
//
//   for a patch: all squares of the input, transformed and rounded to the weights' type        second cache
//     for each panel, for each 14 squares
//       16 tiles, one for each place                                                           first and second cache
//       transform them back into 4 tiles, one for each pixel of a square; finish these
enum { PLACES = 16, SQUARES_AT_ONCE = 14, PATCH_BYTES = 512 << 10, MOST_SQUARES_ACROSS = 9 * TK_TILE_ROWS };

/// Squares of a patch, and where their transformed inputs lie.
typedef struct {
    size_t across, down;
    /// Bytes of a square's transformed inputs at one place
    size_t pitch;
    /// Bytes from one place to the next
    size_t place_pitch;
} layout;

static layout layout_of(const tk_convolution *c, tk_patch patch) {
    layout l = {.across = (patch.width + 1) / 2, .down = (patch.height + 1) / 2};
    l.pitch = tk_units(c->weight, c->inputs) * TK_UNIT_BYTES;
    // Sixteen places at multiples of a large power of two would fall on the same few lines of the first cache.
    l.place_pitch = (l.across * l.down * l.pitch + 127) / 128 * 128 + 64;
    return l;
}

tk_patch tk_winograd_patch(const tk_convolution *c) {
    const size_t across = (c->output_width + 1) / 2, down = (c->output_height + 1) / 2;
    const size_t bytes = PLACES * tk_units(c->weight, c->inputs) * TK_UNIT_BYTES;
    size_t most = PATCH_BYTES / bytes / TK_TILE_ROWS * TK_TILE_ROWS;
    if (most < TK_TILE_ROWS) most = TK_TILE_ROWS;
    size_t width = most < MOST_SQUARES_ACROSS ? most : MOST_SQUARES_ACROSS;
    if (width > across) width = across;
    size_t height = (most + width / 2) / width;
    if (height > down) height = down;
    return (tk_patch){.height = 2 * height, .width = 2 * width};
}

enum { SUM_BYTES = (PLACES + 4) * TILE_BYTES };

static size_t zeros_bytes(const tk_convolution *c) { return (c->inputs * 4 + 63) / 64 * 64; }

size_t tk_winograd_scratch(const tk_convolution *c, tk_patch patch) {
    return SUM_BYTES + zeros_bytes(c) + PLACES * layout_of(c, patch).place_pitch;
}

// MARK: - The inputs

/// A row of squares, and the four rows of pixels that they see.
typedef struct {
    /// Each row's first element, or any zeros for a row beside the picture
    const char *rows[4];
    /// Bytes from a pixel to the next: 0 beside the picture
    size_t steps[4];
    /// The picture's column that the first square begins at, and how many columns the picture has
    ptrdiff_t first_column, column_count;
    size_t squares, inputs;
    char *transformed;
    size_t pitch, place_pitch;
} square_row;

/// Bᵀ times the four pixels of a column that lie above each other, sixteen channels of them.
ALWAYS_INLINE void transform_column(
    f32x16 to[4], const square_row *s, ptrdiff_t column, size_t channel, const tk_element type) {
    f32x16 pixels[4] = {};
    if (column >= 0 && column < s->column_count)
        for (int i = 0; i < 4; i++) {
            const char *pixel = s->rows[i] + (size_t)column * s->steps[i];
            load(&pixels[i], pixel, channel, type);
            // For the squares of the next call
            __builtin_prefetch(element_at(pixel + 2 * SQUARES_AT_ONCE * s->steps[i], channel, type));
        }
    to[0] = pixels[0] - pixels[2];
    to[1] = pixels[1] + pixels[2];
    to[2] = pixels[2] - pixels[1];
    to[3] = pixels[1] - pixels[3];
}

/// Two squares next to each other share two columns. `STORE(place, channel, vector)` rounds sixteen channels.
#define DEFINE_TRANSFORM(name, attributes, from, STORE)                                                   \
    attributes static void name(const square_row *row) {                                                  \
        const square_row s = *row;                                                                        \
        for (size_t channel = 0; channel < s.inputs; channel += 16) {                                     \
            f32x16 columns[4][4];                                                                         \
            transform_column(columns[0], &s, s.first_column, channel, from);                              \
            transform_column(columns[1], &s, s.first_column + 1, channel, from);                          \
            for (size_t square = 0; square < s.squares; square++) {                                       \
                const ptrdiff_t column = s.first_column + 2 * (ptrdiff_t)square;                          \
                transform_column(columns[2], &s, column + 2, channel, from);                              \
                transform_column(columns[3], &s, column + 3, channel, from);                              \
                char *to = s.transformed + square * s.pitch;                                              \
                for (size_t i = 0; i < 4; i++, to += 4 * s.place_pitch) {                                 \
                    const f32x16 places[4] = {                                                            \
                        columns[0][i] - columns[2][i], columns[1][i] + columns[2][i],                     \
                        columns[2][i] - columns[1][i], columns[1][i] - columns[3][i]};                    \
                    for (size_t j = 0; j < 4; j++) STORE(to + j * s.place_pitch, channel, &places[j]);    \
                    columns[0][i] = columns[2][i];                                                        \
                    columns[1][i] = columns[3][i];                                                        \
                }                                                                                         \
            }                                                                                             \
        }                                                                                                 \
    }

#define STORE_FLOATS(to, channel, v) store(to, channel, v, TK_FLOAT32)
#define STORE_ROUNDED(to, channel, v) store(to, channel, v, TK_BFLOAT16)
DEFINE_TRANSFORM(floats_to_floats, MULTI_ISA, TK_FLOAT32, STORE_FLOATS)
DEFINE_TRANSFORM(narrow_to_floats, MULTI_ISA, TK_BFLOAT16, STORE_FLOATS)
DEFINE_TRANSFORM(floats_to_narrow, MULTI_ISA, TK_FLOAT32, STORE_ROUNDED)
DEFINE_TRANSFORM(narrow_to_narrow, MULTI_ISA, TK_BFLOAT16, STORE_ROUNDED)

#if defined(__x86_64__)
// The rounding of STORE_ROUNDED is most of the work; here it is one instruction.
#define STORE_BFLOAT16(to, channel, v) \
    _mm256_storeu_si256(               \
        (__m256i *)((uint16_t *)(to) + (channel)), (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps((const float *)(v))))
DEFINE_TRANSFORM(
    narrow_to_narrow_avx512, __attribute__((target("arch=x86-64-v4,avx512bf16"))), TK_BFLOAT16, STORE_BFLOAT16)
#endif

static void transform_inputs(const tk_convolution *c, const square_row *s) {
    const bool narrow = c->type == TK_BFLOAT16;
    if (c->weight == TK_WEIGHT_FLOAT32) {
        if (narrow) narrow_to_floats(s);
        else floats_to_floats(s);
        return;
    }
#if defined(__x86_64__)
    if (narrow && tk_has_bfloat16_dot()) {
        narrow_to_narrow_avx512(s);
        return;
    }
#endif
    if (narrow) narrow_to_narrow(s);
    else floats_to_narrow(s);
}

// MARK: - The outputs

/// Aᵀ sums A: the tiles of the sixteen places become those of a square's four pixels.
MULTI_ISA static void transform_sums(const char *sums, size_t row_count, char *pixels) {
    for (size_t vector = 0; vector < row_count * 2; vector++) {
        f32x16 halves[2][4];
        for (size_t j = 0; j < 4; j++) {
            f32x16 column[4];
            for (size_t i = 0; i < 4; i++)
                column[i] = *((const f32x16 *)(sums + (4 * i + j) * TILE_BYTES) + vector);
            halves[0][j] = column[0] + column[1] + column[2];
            halves[1][j] = column[1] - column[2] - column[3];
        }
        for (size_t i = 0; i < 2; i++) {
            const f32x16 *h = halves[i];
            *((f32x16 *)(pixels + 2 * i * TILE_BYTES) + vector) = h[0] + h[1] + h[2];
            *((f32x16 *)(pixels + (2 * i + 1) * TILE_BYTES) + vector) = h[1] - h[2] - h[3];
        }
    }
}

/// Hands the pixels of squares from number `square` of the patch on to their places.
static void finish_squares(
    const tk_convolution *c, const tk_finish *finish, layout l, size_t y, size_t x, size_t square, size_t count,
    size_t panel, char *pixels) {
    for (size_t done = 0, run; done < count; done += run) {
        const size_t row = (square + done) / l.across, column = (square + done) % l.across;
        run = l.across - column < count - done ? l.across - column : count - done;
        for (size_t pixel = 0; pixel < 4; pixel++) {
            const size_t output_y = y + 2 * row + pixel / 2, output_x = x + 2 * column + pixel % 2;
            if (output_y >= c->output_height || output_x >= c->output_width) continue;
            // The last square of an odd row has its left pixels alone.
            const size_t fitting = (c->output_width - output_x + 1) / 2;
            const tk_finished_tile tile = {
                .sums = pixels + pixel * TILE_BYTES + done * LINE_BYTES, .row_count = run < fitting ? run : fitting,
                .panel = panel,
                .first_element =
                    (output_y * c->output_width + output_x) * finish->outputs + panel * TK_PANEL_COLUMNS,
                .row_step = 2 * finish->outputs};
            tk_finish_tile(finish, &tile);
        }
    }
}

/// Asks for a square's four pixels of the output, and of what is added to them: they come from memory, which is far.
static void request_square(const tk_convolution *c, layout l, size_t y, size_t x, size_t square, size_t panel) {
    const tk_finish *f = &c->finish;
    const size_t row = y + 2 * (square / l.across), column = x + 2 * (square % l.across);
    for (size_t pixel = 0; pixel < 4; pixel++) {
        const size_t output = (row + pixel / 2) * c->output_width + column + pixel % 2;
        const size_t element = output * f->outputs + panel * TK_PANEL_COLUMNS;
        __builtin_prefetch(element_at(f->output, element, f->output_type), 1);
        if (f->residual) __builtin_prefetch(element_at(f->residual, element, f->residual_type));
    }
}

// MARK: - A patch

void tk_winograd(const tk_convolution *c, tk_patch patch, size_t y, size_t x, void *scratch) {
    static const ptrdiff_t whole[1] = {0};
    const size_t height = c->output_height - y < patch.height ? c->output_height - y : patch.height;
    const size_t width = c->output_width - x < patch.width ? c->output_width - x : patch.width;
    const layout l = layout_of(c, (tk_patch){height, width});
    char *const sums = scratch, *const pixels = sums + PLACES * TILE_BYTES;
    char *const zeros = pixels + 4 * TILE_BYTES, *const transformed = zeros + zeros_bytes(c);
    memset(zeros, 0, zeros_bytes(c));
    for (size_t row = 0; row < l.down; row++)
        for (size_t first = 0; first < l.across; first += SQUARES_AT_ONCE) {
            const size_t left = l.across - first;
            square_row s = {
                .first_column = (ptrdiff_t)(x + 2 * first) - 1, .column_count = (ptrdiff_t)c->width,
                .squares = left < SQUARES_AT_ONCE ? left : SQUARES_AT_ONCE, .inputs = c->inputs,
                .transformed = transformed + (row * l.across + first) * l.pitch, .pitch = l.pitch,
                .place_pitch = l.place_pitch};
            for (size_t i = 0; i < 4; i++) {
                // Unsigned: the row above the first one is beyond the last one, too.
                const size_t pixel_row = y + 2 * row + i - 1;
                const bool exists = pixel_row < c->height;
                s.rows[i] = exists ? element_at(c->x, pixel_row * c->width * c->inputs, c->type) : zeros;
                s.steps[i] = exists ? c->inputs * bytes_of(c->type) : 0;
            }
            transform_inputs(c, &s);
        }
    const size_t units = tk_units(c->weight, c->inputs), squares = l.across * l.down;
    const size_t tiles = (squares + TK_TILE_ROWS - 1) / TK_TILE_ROWS;
    const tk_tile_function add_up = tk_tile_function_for(c->weight);
    for (size_t panel = 0; panel < c->panel_count; panel++)
        for (size_t t = 0; t < tiles; t++) {
            const size_t square = squares * t / tiles, count = squares * (t + 1) / tiles - square;
            for (size_t place = 0; place < PLACES; place++) {
                const tk_tile tile = {
                    .rows = transformed + place * l.place_pitch + square * l.pitch, .row_stride = l.pitch,
                    .segments = whole, .segment_count = 1, .segment_units = units,
                    .panel = (const char *)c->panels + (place * c->panel_count + panel) * units * LINE_BYTES,
                    .sums = sums + place * TILE_BYTES, .row_count = count};
                if (place < count) request_square(c, l, y, x, square + place, panel);
                add_up(&tile);
            }
            transform_sums(sums, count, pixels);
            finish_squares(c, &c->finish, l, y, x, square, count, panel, pixels);
        }
}

void tk_winograd_weights(const float *kernel, size_t inputs, size_t place, float *transformed) {
    static const float G[4][3] = {{1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}};
    const float *down = G[place / 4], *across = G[place % 4];
    for (size_t input = 0; input < inputs; input++, kernel += 9) {
        float sum = 0;
        for (size_t i = 0; i < 3; i++)
            sum += down[i] * (kernel[3 * i] * across[0] + kernel[3 * i + 1] * across[1] + kernel[3 * i + 2] * across[2]);
        transformed[input] = sum;
    }
}
