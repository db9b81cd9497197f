#include "CPeak.h"

#include <time.h>

#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>

#define LIST(each)                                                                                                  \
    each(0) each(1) each(2) each(3) each(4) each(5) each(6) each(7) each(8) each(9) each(10) each(11) each(12)      \
        each(13) each(14) each(15) each(16) each(17) each(18) each(19) each(20) each(21) each(22) each(23)

#define CLEAR(n) "vpxord %%zmm" #n ", %%zmm" #n ", %%zmm" #n "\n\t"
#define CLOBBER(n) "zmm" #n,
#define FLOAT32(n) "vfmadd231ps %%zmm30, %%zmm31, %%zmm" #n "\n\t"
#define BFLOAT16(n) "vdpbf16ps %%zmm30, %%zmm31, %%zmm" #n "\n\t"
#define INT8(n) "vpdpbusd %%zmm30, %%zmm31, %%zmm" #n "\n\t"

#define DEFINE_LOOP(name, instruction)                                                                              \
    __attribute__((target("avx512f"))) static void name(long rounds) {                                              \
        __asm__ volatile(                                                                                           \
            LIST(CLEAR) CLEAR(30) CLEAR(31) "0:\n\t" LIST(instruction) "dec %0\n\tjnz 0b\n\t"                       \
            : "+r"(rounds)                                                                                          \
            :                                                                                                       \
            : LIST(CLOBBER) "zmm30", "zmm31", "cc");                                                                \
    }
DEFINE_LOOP(loop_float32, FLOAT32)
DEFINE_LOOP(loop_bfloat16, BFLOAT16)
DEFINE_LOOP(loop_int8, INT8)

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

double peak_rate(int kind, long rounds) {
    const int available[] = {
        CPU_FEATURE_ACTIVE(AVX512F), CPU_FEATURE_ACTIVE(AVX512_BF16), CPU_FEATURE_ACTIVE(AVX512_VNNI)};
    if (!available[kind]) return 0;
    void (*const loops[])(long) = {loop_float32, loop_bfloat16, loop_int8};
    // Per lane of 32 bits: one, two or four products, each with an addition.
    const double operations = 24 * 16 * (2 << kind);
    loops[kind](rounds / 10 + 1);
    const double begin = now();
    loops[kind](rounds);
    return operations * (double)rounds / (now() - begin) / 1e9;
}
#else
double peak_rate(int kind, long rounds) {
    (void)kind, (void)rounds;
    return 0;
}
#endif
