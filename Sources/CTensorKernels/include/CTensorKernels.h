#pragma once

// The arithmetic of networks. Every function is pure: pointers and sizes come in, results go where a pointer says;
// nothing is allocated, no state is kept, no thread is started. Callers split the work and own all memory.
//
//   MatmulKernels.h   matrix products and convolutions, and the layouts that they read
//   LayerKernels.h    attention, norms, element-wise functions, rotary embedding, resampling
//   StorageKernels.h  numbers as files store them, as floats; waiting
//   TensorElements.h  element types and activations, for all of these

#include "LayerKernels.h"
#include "MatmulKernels.h"
#include "StorageKernels.h"
#include "TensorElements.h"
