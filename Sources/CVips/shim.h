#pragma once
#include <vips/vips.h>

// libvips operations are variadic (name, value, ..., NULL) and Swift cannot call variadic C.
// One `static inline` wrapper per operation we use; nothing else belongs here.
//
// Every wrapper returns 0 on success and then hands out one reference in `*out`, which the caller gives back with
// g_object_unref. Loaders keep pointing into `bytes`, which must outlive every image made from them.

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

// MARK: - Loading; a truncated or damaged file is an error, not a grey area in the picture

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

// MARK: - Geometry

static inline int cvips_copy(VipsImage *image, VipsImage **out) { return vips_copy(image, out, NULL); }

static inline int cvips_autorotate(VipsImage *image, VipsImage **out) { return vips_autorot(image, out, NULL); }

// Lanczos with three lobes; reducing filters first, so nothing aliases.
static inline int cvips_resize(VipsImage *image, double horizontal, double vertical, VipsKernel kernel, VipsImage **out) {
    return vips_resize(image, out, horizontal, "vscale", vertical, "kernel", kernel, NULL);
}

static inline int cvips_crop(VipsImage *image, int left, int top, int width, int height, VipsImage **out) {
    return vips_extract_area(image, out, left, top, width, height, NULL);
}

// MARK: - Colour and alpha

static inline int cvips_copy_as_srgb(VipsImage *image, VipsImage **out) {
    return vips_copy(image, out, "interpretation", VIPS_INTERPRETATION_sRGB, NULL);
}

// The embedded profile if the file has a usable one, else `fallback` ("srgb", "cmyk" or a file); to 8-bit sRGB.
static inline int cvips_to_srgb_by_profile(VipsImage *image, const char *fallback, VipsImage **out) {
    return vips_icc_transform(image, out, "srgb", "embedded", TRUE, "input_profile", fallback,
                              "intent", VIPS_INTENT_RELATIVE, "black_point_compensation", TRUE, "depth", 8, NULL);
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

static inline int cvips_premultiply(VipsImage *image, VipsImage **out) { return vips_premultiply(image, out, NULL); }
static inline int cvips_unpremultiply(VipsImage *image, VipsImage **out) { return vips_unpremultiply(image, out, NULL); }

static inline int cvips_cast(VipsImage *image, VipsBandFormat format, VipsImage **out) {
    return vips_cast(image, out, format, NULL);
}

// MARK: - Saving; `*bytes` is freed with g_free

static inline int cvips_save_png(VipsImage *image, int compression, void **bytes, size_t *count) {
    return vips_pngsave_buffer(image, bytes, count, "compression", compression, "profile", "srgb", NULL);
}

static inline int cvips_save_jpeg(VipsImage *image, int quality, VipsForeignSubsample subsample, void **bytes, size_t *count) {
    return vips_jpegsave_buffer(image, bytes, count, "Q", quality, "optimize_coding", TRUE,
                                "subsample_mode", subsample, "profile", "srgb", NULL);
}

static inline int cvips_save_webp(VipsImage *image, int quality, int effort, void **bytes, size_t *count) {
    return vips_webpsave_buffer(image, bytes, count, "Q", quality, "effort", effort, "smart_subsample", TRUE,
                                "profile", "srgb", NULL);
}
