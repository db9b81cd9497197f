#include "matmul_tile.h"

#include "cpu_features.h"

tk_tile_function tk_tile_function_for(tk_weight weight) {
    switch (weight) {
#if defined(__x86_64__)
    case TK_WEIGHT_FLOAT32: return tk_has_avx512() ? tk_tile_float32_avx512 : tk_tile_float32_portable;
    case TK_WEIGHT_BFLOAT16: return tk_has_bfloat16_dot() ? tk_tile_bfloat16_avx512 : tk_tile_bfloat16_portable;
    case TK_WEIGHT_INT8: return tk_has_int8_dot() ? tk_tile_int8_avx512 : tk_tile_int8_portable;
#else
    case TK_WEIGHT_FLOAT32: return tk_tile_float32_portable;
    case TK_WEIGHT_BFLOAT16: return tk_tile_bfloat16_portable;
    case TK_WEIGHT_INT8: return tk_tile_int8_portable;
#endif
    }
    return 0;
}
