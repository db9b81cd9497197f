#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

/// How often this process has asked for memory since it began: by `malloc`, `calloc`, `realloc`, `posix_memalign` or
/// `aligned_alloc`, on any thread. -1 where a sanitizer has an allocator of its own.
long allocation_count(void);

#endif
