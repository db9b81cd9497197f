#pragma once

#include "MatmulKernels.h"

/// `count` activations as units of float32 or bfloat16 weights; a last unit that they do not fill gets zeros.
void tk_copy_units(tk_weight weight, void *units, const void *x, tk_element type, size_t first, size_t count);
