#pragma once

#include "MatmulKernels.h"

// winograd.c: what MatmulKernels.h has for every convolution, for those with `winograd` set.

tk_patch tk_winograd_patch(const tk_convolution *convolution);
size_t tk_winograd_scratch(const tk_convolution *convolution, tk_patch patch);
void tk_winograd(const tk_convolution *convolution, tk_patch patch, size_t y, size_t x, void *scratch);
