// What a process asks the allocator and the system for, counted in twentieths of a second; preloaded by `allocations`, and
// written to the file of $ALLOCATIONS_LOG when the process ends.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { SLOTS = 1 << 16, PER_SECOND = 20, LARGE = 64 << 10 };

typedef struct {
    atomic_long calls, bytes, large, maps;
} slot;

static slot slots[SLOTS];
static double start;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static slot *here(void) {
    if (start == 0) start = now();
    const long index = (long)((now() - start) * PER_SECOND);
    return slots + (index < SLOTS ? index : SLOTS - 1);
}

static void note(size_t bytes) {
    slot *s = here();
    s->calls++;
    s->bytes += (long)bytes;
    if (bytes >= LARGE) s->large++;
}

// Looking up a function may allocate: meanwhile memory comes from here, and is never given back.
static char early[64 << 10];
static size_t used;
static int looking;

static void *early_bytes(size_t bytes) {
    void *place = early + used;
    used += (bytes + 15) / 16 * 16;
    return place;
}

#define REAL(name)                                             \
    static __typeof__(name) *real;                             \
    if (!real && !looking) {                                   \
        looking = 1;                                           \
        real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name);    \
        looking = 0;                                           \
    }

void *malloc(size_t bytes) {
    REAL(malloc)
    if (!real) return early_bytes(bytes);
    note(bytes);
    return real(bytes);
}

void *calloc(size_t count, size_t bytes) {
    REAL(calloc)
    if (!real) return early_bytes(count * bytes);
    note(count * bytes);
    return real(count, bytes);
}

void *realloc(void *place, size_t bytes) {
    REAL(realloc)
    note(bytes);
    return real(place, bytes);
}

int posix_memalign(void **place, size_t alignment, size_t bytes) {
    REAL(posix_memalign)
    note(bytes);
    return real(place, alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
    REAL(aligned_alloc)
    note(bytes);
    return real(alignment, bytes);
}

// The arena opens what it has reserved by mprotect.
void *mmap(void *place, size_t bytes, int protection, int flags, int file, off_t offset) {
    REAL(mmap)
    here()->maps++;
    return real(place, bytes, protection, flags, file, offset);
}

int mprotect(void *place, size_t bytes, int protection) {
    REAL(mprotect)
    here()->maps++;
    return real(place, bytes, protection);
}

__attribute__((destructor)) static void write_down(void) {
    const char *path = getenv("ALLOCATIONS_LOG");
    FILE *file = path ? fopen(path, "w") : 0;
    if (!file) return;
    fprintf(file, "%.3f\n", now() - start);
    for (int i = 0; i < SLOTS; i++)
        if (slots[i].calls || slots[i].maps)
            fprintf(file, "%.2f %ld %ld %ld %ld\n", (double)i / PER_SECOND, slots[i].calls, slots[i].bytes,
                    slots[i].large, slots[i].maps);
    fclose(file);
}
