#pragma once
#include <stddef.h>

/// A file of the web pages, compiled into the binary. All pointers are to constants that live as long as the program.
typedef struct {
    /// The path in the URL, as a C string: "/playground/style.css".
    const char *path;
    const unsigned char *bytes;
    size_t count;
} web_asset;

/// How many files there are.
size_t web_asset_count(void);

/// The file at an index below `web_asset_count()`.
web_asset web_asset_at(size_t index);
