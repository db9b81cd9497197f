#include "attention_layout.h"

static bool multiplies_bfloat16(tk_element type) { return type == TK_BFLOAT16 && tk_has_bfloat16_dot(); }

bool tk_attention_rounds_keys(tk_element type) { return multiplies_bfloat16(type) && tk_has_int8_dot(); }

size_t tk_attention_packed_bytes(size_t keys, size_t dimension, tk_element type) {
    return (keys + BLOCK - 1) / BLOCK * BLOCK * padded_dimension(dimension) * (multiplies_bfloat16(type) ? 2 : 4);
}

void tk_attention_pack(const void *keys, size_t key_stride, const void *values, size_t value_stride, size_t count,
                       size_t dimension, size_t block, void *packed_keys, void *packed_values, tk_element type,
                       bool rounds_keys) {
    if (!multiplies_bfloat16(type)) {
        attention_pack_float(keys, key_stride, values, value_stride, count, dimension, block, packed_keys,
                             packed_values, type);
        return;
    }
    if (rounds_keys) attention_pack_rounded_keys(keys, key_stride, count, dimension, block, packed_keys);
    else attention_pack_keys_bfloat16(keys, key_stride, count, dimension, block, packed_keys);
    attention_pack_values_bfloat16(values, value_stride, count, dimension, block, packed_values);
}

void tk_attention_tile(const tk_attention *attention, size_t first_row, tk_element type) {
    if (multiplies_bfloat16(type)) attention_tile_bfloat16(attention, first_row);
    else attention_tile_float(attention, first_row, type);
}
