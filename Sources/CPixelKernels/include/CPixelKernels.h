#pragma once
#include <stddef.h>

/// The instruction set the kernels run with on this machine, for logs and benchmarks.
const char *pk_active_instruction_set(void);
