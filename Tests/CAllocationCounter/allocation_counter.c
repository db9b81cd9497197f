// The program's own definitions come before the C library's, for its shared libraries too: every request passes here.
#include "AllocationCounter.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)

long allocation_count(void) { return -1; }

#else

// The names under which glibc has its own functions besides.
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *place, size_t bytes);
void *__libc_memalign(size_t alignment, size_t bytes);

static atomic_long requests;

static void count(void) { atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed); }

long allocation_count(void) { return atomic_load_explicit(&requests, memory_order_relaxed); }

void *malloc(size_t bytes) {
    count();
    return __libc_malloc(bytes);
}

void *calloc(size_t number, size_t bytes) {
    count();
    return __libc_calloc(number, bytes);
}

void *realloc(void *place, size_t bytes) {
    count();
    return __libc_realloc(place, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
    count();
    return __libc_memalign(alignment, bytes);
}

int posix_memalign(void **place, size_t alignment, size_t bytes) {
    count();
    void *memory = __libc_memalign(alignment, bytes);
    if (!memory) return ENOMEM;
    *place = memory;
    return 0;
}

#endif
