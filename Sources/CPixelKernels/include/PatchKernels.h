#pragma once
#include <stddef.h>
#include <stdint.h>

// Kernels that fill what is unknown of a picture with patches of what is known, after C. Barnes et al., "PatchMatch"
// (2009) and Y. Wexler et al., "Space-Time Completion of Video" (2007). A patch is named by its top left pixel.

enum { PK_PATCH_SIDE = 8 };

/// Which patch one patch looks like, and what that costs; a cost below 0 marks a patch without unknown pixels, which
/// has no match.
typedef struct {
    int32_t x, y, cost;
} pk_patch_match;

/// A picture with guesses where it is unknown.
typedef struct {
    /// Four bytes a pixel, the last of them 0.
    const uint8_t *pixels;
    /// For each patch: 255 where it may not be a source, else how little it should be one.
    const uint8_t *penalty;
    int32_t width, height;
    /// 1: sources from other rows cost more; 0: sources from other columns do.
    int32_t keeps_rows;
    /// Root of what a drift by 16 pixels costs, in squared differences of bytes.
    int32_t drift_scale;
} pk_patch_canvas;

/// One pass of the search over the patches whose top left pixel is in rows first ..< last: matches of the neighbours
/// `step` pixels away, then random ones, at first within `reach` pixels. Reads `in`, writes `out`: the result does not
/// depend on the order of rows.
void pk_patch_search(pk_patch_match *out, const pk_patch_match *in, const pk_patch_canvas *canvas, int32_t step,
                     int32_t reach, uint32_t bits, int32_t first, int32_t last);

/// Each unknown pixel becomes the mean of what the matches of the patches over it say, good matches and near centres
/// counting more; known pixels are copied. `tolerance`: the cost at which a match counts a quarter.
void pk_patch_vote(uint8_t *out, const uint8_t *sources, const uint8_t *unknown, const pk_patch_match *matches,
                   int32_t width, int32_t height, float tolerance, int32_t first, int32_t last);
