#pragma once
#include <string.h>
#include <vips/vips.h>

// libvips operations are variadic (name, value, ..., NULL) and Swift cannot call variadic C.
// One `static inline` wrapper per operation we use; nothing else belongs here.
//
// Every wrapper returns 0 on success and then hands out one reference in `*out`, which the caller gives back with
// g_object_unref. Pictures keep pointing into `bytes`, which must outlive every picture made from them.

// MARK: - The process

static inline int cvips_init(const char *program) { return vips_init(program); }

static inline void cvips_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
    (void)domain, (void)level, (void)message, (void)data;
}

// Damaged images make libvips warn on stderr; what matters of it comes back as an error anyway.
static inline void cvips_silence_warnings(void) {
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG,
                      cvips_ignore_log, NULL);
}

// MARK: - Files in; a file that is cut short is an error, not a grey area in the picture

#define CVIPS_LOAD_OPTIONS "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR

static inline int cvips_load_png(const void *bytes, size_t count, VipsImage **out) {
    return vips_pngload_buffer((void *)bytes, count, out, CVIPS_LOAD_OPTIONS, NULL);
}

// `shrink` is 1, 2, 4 or 8: the decoder itself makes a picture that many times smaller.
static inline int cvips_load_jpeg(const void *bytes, size_t count, int shrink, VipsImage **out) {
    return vips_jpegload_buffer((void *)bytes, count, out, "shrink", shrink, CVIPS_LOAD_OPTIONS, NULL);
}

static inline int cvips_load_webp(const void *bytes, size_t count, VipsImage **out) {
    return vips_webpload_buffer((void *)bytes, count, out, CVIPS_LOAD_OPTIONS, NULL);
}

static inline int cvips_load_gif(const void *bytes, size_t count, VipsImage **out) {
    return vips_gifload_buffer((void *)bytes, count, out, CVIPS_LOAD_OPTIONS, NULL);
}

static inline int cvips_load_heif(const void *bytes, size_t count, VipsImage **out) {
    return vips_heifload_buffer((void *)bytes, count, out, CVIPS_LOAD_OPTIONS, NULL);
}

// MARK: - Pixels in and out

// `bands` is 3 or 4, a byte each; 72 dots per inch, which files carry along and nobody should read anything into.
static inline int cvips_wrap_srgb(const void *bytes, int width, int height, int bands, VipsImage **out) {
    VipsImage *wrapped = vips_image_new_from_memory(bytes, (size_t)width * (size_t)height * (size_t)bands,
                                                    width, height, bands, VIPS_FORMAT_UCHAR);
    if (!wrapped) return -1;
    double perMillimetre = 72 / 25.4;
    int result = vips_copy(wrapped, out, "interpretation", VIPS_INTERPRETATION_sRGB,
                           "xres", perMillimetre, "yres", perMillimetre, NULL);
    g_object_unref(wrapped);
    return result;
}

// Computes all pixels of an image with bands of bytes straight into the caller's memory of `count` bytes.
static inline int cvips_compute_into(VipsImage *image, void *bytes, size_t count) {
    VipsImage *target = vips_image_new_from_memory(bytes, count, image->Xsize, image->Ysize, image->Bands,
                                                   VIPS_FORMAT_UCHAR);
    if (!target) return -1;
    int result = vips_image_write(image, target);
    g_object_unref(target);
    return result;
}

// MARK: - Geometry

// Lanczos with three lobes where the picture gets smaller, a bicubic where it gets larger.
static inline int cvips_resize(VipsImage *image, double horizontal, double vertical, VipsImage **out) {
    return vips_resize(image, out, horizontal, "vscale", vertical, "kernel", VIPS_KERNEL_LANCZOS3, NULL);
}

// The colour of a transparent pixel is arbitrary and must not bleed into its neighbours.
static inline int cvips_resize_with_alpha(VipsImage *image, double horizontal, double vertical, VipsImage **out) {
    VipsImage *premultiplied = NULL, *resized = NULL, *straight = NULL;
    int result = vips_premultiply(image, &premultiplied, NULL) ||
                 cvips_resize(premultiplied, horizontal, vertical, &resized) ||
                 vips_unpremultiply(resized, &straight, NULL) ||
                 vips_cast(straight, out, image->BandFmt, NULL);
    if (premultiplied) g_object_unref(premultiplied);
    if (resized) g_object_unref(resized);
    if (straight) g_object_unref(straight);
    return result ? -1 : 0;
}

static inline int cvips_crop(VipsImage *image, int left, int top, int width, int height, VipsImage **out) {
    return vips_extract_area(image, out, left, top, width, height, NULL);
}

static inline int cvips_turn_upright(VipsImage *image, int orientation, VipsImage **out) {
    if (orientation <= 1) return vips_copy(image, out, NULL);
    VipsImage *memory = vips_image_copy_memory(image);
    if (!memory) return -1;
    VipsImage *marked = NULL;
    int result = vips_copy(memory, &marked, NULL);
    if (result == 0) {
        vips_image_set_int(marked, VIPS_META_ORIENTATION, orientation);
        result = vips_autorot(marked, out, NULL);
        g_object_unref(marked);
    }
    g_object_unref(memory);
    return result;
}

// MARK: - Colour and alpha

// The embedded profile if the file has a usable one, else libvips's own for such pictures; to 8-bit sRGB. Perceptual is
// the intent that every profile must support: asked for another, libvips passes over profiles of printers that lack it.
static inline int cvips_to_srgb_by_profile(VipsImage *image, VipsImage **out) {
    return vips_icc_transform(image, out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_PERCEPTUAL,
                              "black_point_compensation", TRUE, "depth", 8, NULL);
}

static inline int cvips_to_srgb(VipsImage *image, VipsImage **out) {
    return vips_colourspace(image, out, VIPS_INTERPRETATION_sRGB, NULL);
}

static inline int cvips_flatten_on_white(VipsImage *image, VipsImage **out) {
    double white[] = {255, 255, 255};
    VipsArrayDouble *background = vips_array_double_new(white, 3);
    int result = vips_flatten(image, out, "background", background, NULL);
    vips_area_unref(VIPS_AREA(background));
    return result;
}

// MARK: - Files out, results with an sRGB profile; `*bytes` is freed with g_free. libvips adds EXIF of its own making: its "strip"
// would take the profile along in some formats and leave the EXIF in others.

// Level 2 with horizontal prediction: at half the time within two per cent of level 6, for photographs and flat art.
static inline int cvips_save_png(VipsImage *image, void **bytes, size_t *count) {
    return vips_pngsave_buffer(image, bytes, count, "compression", 2, "filter", VIPS_FOREIGN_PNG_FILTER_SUB,
                               "profile", "srgb", NULL);
}

// Full colour resolution: lights and thin coloured lines are what halving it spoils.
static inline int cvips_save_jpeg(VipsImage *image, void **bytes, size_t *count) {
    return vips_jpegsave_buffer(image, bytes, count, "Q", 92, "optimize_coding", TRUE,
                                "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF, "profile", "srgb", NULL);
}

// A small picture to look at while the real one is made: colour at half the resolution, and nothing besides pixels.
static inline int cvips_save_preview_jpeg(VipsImage *image, int quality, void **bytes, size_t *count) {
    return vips_jpegsave_buffer(image, bytes, count, "Q", quality, "optimize_coding", TRUE,
                                "strip", TRUE, NULL);
}

// More effort than 2 takes twice as long for one per cent. WebP always halves colour resolution; smart, at least.
static inline int cvips_save_webp(VipsImage *image, void **bytes, size_t *count) {
    return vips_webpsave_buffer(image, bytes, count, "Q", 90, "effort", 2, "smart_subsample", TRUE,
                                "profile", "srgb", NULL);
}
