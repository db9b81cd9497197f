#pragma once
#include <vips/vips.h>

// libvips operations are variadic (name, value, ..., NULL) and Swift cannot call variadic C.
// One `static inline` wrapper per operation we use; nothing else belongs here.

static inline int cvips_init(const char *program) { return vips_init(program); }
