#include "cpu_features.h"

#include "multi_isa.h"

// The compiler's resolvers (see multi_isa.h) call `__cpu_indicator_init` and read bits of `__cpu_features2`, both from
// its run-time library, which asks the CPU. Here they are defined in its place and ask the C library instead, because
// its answer can be narrowed:
//
//     GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F …        kernels run as on a CPU with AVX2
//     GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F,-AVX2 …  … and as on one with neither
//
// They are weak: where another library of the program defines the same, the linker keeps one set of them.
#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>

// Resolvers run while the program is being loaded, when a call that is bound lazily would jump into the void: the
// address of this function is already filled in then.
static __typeof__(__x86_get_cpuid_feature_leaf) *volatile const leaf_of = __x86_get_cpuid_feature_leaf;

static bool is_active(unsigned feature) {
    return leaf_of(feature / 128)->active_array[feature / 32 % 4] >> feature % 32 & 1;
}
#define HAS(name) is_active(x86_cpu_##name)

static bool has_level2(void) {
    return HAS(CMPXCHG16B) && HAS(LAHF64_SAHF64) && HAS(POPCNT) && HAS(SSE3) && HAS(SSSE3) && HAS(SSE4_1)
        && HAS(SSE4_2);
}
static bool has_level3(void) {
    return has_level2() && HAS(AVX) && HAS(AVX2) && HAS(BMI1) && HAS(BMI2) && HAS(F16C) && HAS(FMA) && HAS(LZCNT)
        && HAS(MOVBE) && HAS(OSXSAVE);
}
bool tk_has_avx512(void) {
    return has_level3() && HAS(AVX512F) && HAS(AVX512BW) && HAS(AVX512CD) && HAS(AVX512DQ) && HAS(AVX512VL);
}
bool tk_has_bfloat16_dot(void) { return tk_has_avx512() && HAS(AVX512_BF16); }
bool tk_has_int8_dot(void) { return tk_has_avx512() && HAS(AVX512_VNNI); }

#if TK_HAS_RESOLVERS
#define RESOLVERS_ONLY __attribute__((weak, visibility("hidden")))

// The layout is the run-time library's: feature n of the psABI's list is bit n - 32 of __cpu_features2.
enum { LEVEL_2 = 96 - 32, LEVEL_3 = 97 - 32, LEVEL_4 = 98 - 32 };
RESOLVERS_ONLY unsigned __cpu_features2[4];
RESOLVERS_ONLY struct { unsigned vendor, type, subtype, features[1]; } __cpu_model;

RESOLVERS_ONLY int __cpu_indicator_init(void) {
    const unsigned levels = (unsigned)has_level2() << LEVEL_2 % 32 | (unsigned)has_level3() << LEVEL_3 % 32
        | (unsigned)tk_has_avx512() << LEVEL_4 % 32;
    __cpu_features2[LEVEL_2 / 32] = levels;
    __cpu_model.vendor = 1;
    return 0;
}
#endif
#else
bool tk_has_avx512(void) { return false; }
bool tk_has_bfloat16_dot(void) { return false; }
bool tk_has_int8_dot(void) { return false; }
#endif
