#pragma once
#include <stddef.h>
#include <stdint.h>

// Kernels of the scene engine's rendering. Pixels are linear light, one float plane per channel, rows without padding.
// A kernel works on the rows first_row ..< end_row (or on `count` pixels in sequence), so that callers can split a
// picture among threads; it writes nothing outside of them.

/// The three planes of a colour image.
typedef struct {
    float *red, *green, *blue;
} pk_rgb;

typedef struct {
    float red, green, blue;
} pk_color;

// MARK: - Randomness

/// 32 well mixed bits for position `index` of a stream: the same on every machine and in any order of asking.
static inline uint32_t pk_random_bits(uint32_t stream, uint32_t index) {
    uint32_t h = stream ^ (index * 0x9E3779B1u);
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    h *= 0x846ca68bu;
    h ^= h >> 16;
    return h;
}

/// Uniform in 0 ..< 1.
static inline float pk_random_unit(uint32_t stream, uint32_t index) {
    return (float)(pk_random_bits(stream, index) >> 8) * 0x1p-24f;
}

// MARK: - Noise

/// Fills lattice rows first_row ..< end_row of one noise octave, resampled (cubic) to `width` columns.
/// `scratch` holds lattice_columns floats. A column x lies at x / cell_width + offset in the lattice.
void pk_noise_lattice(
    float *upsampled, int width, int lattice_columns, uint32_t stream, float cell_width, float offset,
    int first_row, int end_row, float *scratch
);

/// One octave for pk_noise_rows.
typedef struct {
    /// From pk_noise_lattice.
    const float *upsampled;
    float cell_height, offset, amplitude;
} pk_octave;

/// out = Σ amplitude × (cubic interpolation of each octave's rows).
void pk_noise_rows(float *out, int width, const pk_octave *octaves, int octave_count, int first_row, int end_row);

/// A texture of clouds from noise planes: base + two billowing ones, displaced by two warp planes. All side × side.
void pk_cloud_texture(
    float *out, int side, const float *mixed, const float *warp_x, const float *warp_y, float reach, int first_row,
    int end_row
);
/// mixed = .62 base + .10 (ridges of first) + .03 (ridges of second).
void pk_cloud_mix(float *mixed, const float *base, const float *first, const float *second, size_t count);

/// Worley noise at (u, v): distance to the nearest and second nearest cell centre, and the nearest cell's number 0 … 1.
void pk_cells(const float *u, const float *v, uint32_t stream, float *edge, float *identity, size_t count);

// MARK: - Sky plates

/// How a deck of clouds looks; see pk_sky_rows.
typedef struct {
    /// side × side, mean .5, from pk_cloud_texture.
    const float *texture;
    int side;
    /// 0 (none) … 1 (closed).
    float cover;
    float softness, scale, light_x, light_y, opacity;
    /// Pulls the lit share of a cloud towards one half: 0 … 1.
    float flatness;
    /// 1 where clouds high in the sky lose the warm light of a low sun, else 0.
    float low_light;
    pk_color dark, bright;
} pk_cloud_deck;

/// A soft light behind the sky, such as the one around a low sun.
typedef struct {
    float x, y, radius_x, radius_y;
    pk_color color;
} pk_sky_glow;

/// Paints rows of the sky: gradient[y] per row, glow, then the cloud deck in perspective over the horizon row.
/// `clear` gets the share of sky that no cloud hides.
void pk_sky_rows(
    pk_rgb sky, float *clear, int width, float horizon, const pk_color *gradient, const pk_sky_glow *glow,
    const pk_cloud_deck *deck, int first_row, int end_row
);

/// From the bottom row up: green = green × green_decay + source, tall = tall × tall_decay + source, per column.
void pk_aurora_rise(
    const float *source, float *green, float *tall, const float *green_decay, const float *tall_decay, int width,
    int height, int first_column, int end_column
);
/// curtain += colours of one curtain from its planes (all of one size).
void pk_aurora_tint(
    pk_rgb curtain, const float *green, const float *tall, const float *wide, pk_color low, pk_color high, int width,
    int height, int first_row, int end_row
);
/// Adds a half-size aurora to the sky, fanned out towards the zenith, where the sky is clear.
void pk_aurora_add(
    pk_rgb sky, const float *clear, int width, float horizon, pk_rgb curtain, int curtain_width, int curtain_height,
    float strength, int first_row, int end_row
);

/// A moon: disc with limb and maria (texture side × side around .5), and its halo.
void pk_moon_add(
    pk_rgb sky, const float *clear, int width, float x, float y, float radius, const float *texture, int side,
    float brightness, int first_row, int end_row
);
/// The milky way's band across the sky, from three noise planes.
void pk_milky_way_add(
    pk_rgb sky, const float *clear, int width, int height, float horizon, float center_x, float angle, float strength,
    const float *wobble, const float *structure, const float *dust, int first_row, int end_row
);

// MARK: - Points of light and particles

typedef struct {
    float x, y, radius;
    pk_color color;
} pk_dot;
/// Adds soft discs to rows of an image.
void pk_dots_add(pk_rgb image, int width, const pk_dot *dots, size_t count, float softness, int first_row, int end_row);

/// A flake or drop: a soft capsule from (x, y) to (x + trail_x, y + trail_y).
typedef struct {
    float x, y, radius, trail_x, trail_y, alpha;
} pk_streak;
/// Adds the coverage of streaks to a plane.
void pk_streaks_add(
    float *plane, int width, const pk_streak *streaks, size_t count, float softness, int first_row, int end_row
);
/// Lays a veil of particles over the image: colour is the ambient light around, brightened.
void pk_particles_blend(
    pk_rgb image, const float *alpha, const float *depth, float hidden_from, float hidden_to, pk_rgb ambient,
    float gain, pk_color lift, size_t count
);

/// A petal, leaf or flower.
typedef struct {
    float x, y, radius, angle, aspect;
    pk_color color;
} pk_petal;
/// Paints five-petalled flowers over a layer of colour (premultiplied) and coverage.
void pk_flowers_paint(
    pk_rgb layer, float *coverage, int width, const pk_petal *petals, size_t count, int first_row, int end_row
);
/// Paints pointed leaves likewise.
void pk_leaves_paint(
    pk_rgb layer, float *coverage, int width, const pk_petal *leaves, size_t count, int first_row, int end_row
);
/// image = layer over image, the layer lit by `light`.
void pk_layer_blend(
    pk_rgb image, pk_rgb layer, const float *coverage, const float *light, float opacity, size_t count
);

// MARK: - Snow

/// out = (a - b)²
void pk_squared_difference(float *out, const float *a, const float *b, size_t count);

/// What snow lies on: planes of the whole picture.
typedef struct {
    const float *vegetation, *structure, *ground, *depth;
    /// Where no snow can lie: sky, water and whatever is protected.
    const float *excluded;
    /// Sky and water alone, whose border is a silhouette.
    const float *background;
} pk_snow_scene;

/// Brightness of the picture at four scales and what they are measured with.
typedef struct {
    const float *finest, *fine, *middle, *coarse;
    /// Local mean of (finest - middle)², (fine - coarse)² and (fine - fine a step below)².
    const float *fine_variance, *coarse_variance, *facing_variance;
    const float *grain, *patches;
    int step;
} pk_snow_relief;

typedef struct {
    /// 0 … 1.
    float amount;
    /// Picture width over 1024.
    float scale;
} pk_snow_settings;

/// Share of each pixel that snow clinging to leaves, roofs, rocks and ground covers, without caps; also the deposit
/// that falls on edges seen from above, how much an edge stops it, and how far it keeps going down.
void pk_snow_lay(
    float *cover, float *ground_cover, float *deposit, float *decay, pk_snow_scene scene, pk_snow_relief relief,
    pk_snow_settings settings, int width, int height, int first_row, int end_row
);
/// Lets deposits run down their columns: cap = max(deposit, cap above × decay).
void pk_snow_fall(float *deposit_to_cap, const float *decay, int width, int height, int first_column, int end_column);
/// Joins caps into the cover and clears what is excluded.
void pk_snow_join(
    float *cover, const float *caps, pk_snow_scene scene, pk_snow_relief relief, pk_snow_settings settings, size_t count
);
/// Light on snow, and the picture with snow over it.
typedef struct {
    const float *cover, *ground_cover, *cover_blurred;
    /// Light that falls on a place, and its local mean over the covered surface.
    const float *illumination, *surface_illumination;
    const float *relief, *local_brightness, *bumps;
    /// The illumination of a well lit place.
    float reference;
    uint32_t sparkle_stream;
} pk_snow_light;
void pk_snow_shade(
    pk_rgb image, pk_snow_scene scene, pk_snow_light light, pk_snow_settings settings, int width, int height,
    int first_row, int end_row
);

// MARK: - Water

/// Ice on a water plane; see pk_ice_rows.
typedef struct {
    /// The plane's horizon row, and cells per unit of plane distance.
    float horizon, cells;
    const float *warp;
    const float *texture;
    int side;
    uint32_t stream;
    float amount;
} pk_ice;
/// Covers water with ice: plates and cracks in perspective, frost veins, patches of snow. `body` is the clean water,
/// softened. `scratch` holds 8 × width floats.
void pk_ice_rows(
    pk_rgb image, pk_rgb body, const float *water, int width, int height, const pk_ice *ice, int first_row, int end_row,
    float *scratch
);
/// Lets water mirror the sky: `sky` (softened, sky_height rows) upside down about the horizon, disturbed by ripples.
typedef struct {
    float horizon, strength, reference;
    const float *ripples;
    /// Luminance of the clean water and its local mean.
    const float *luminance, *smooth_luminance;
} pk_mirror;
void pk_mirror_rows(
    pk_rgb image, pk_rgb sky, int sky_height, const float *water, int width, int height, const pk_mirror *mirror,
    int first_row, int end_row
);

// MARK: - Light

/// One time of day's light.
typedef struct {
    float exposure, contrast, split;
    pk_color tint, shadow_tint;
    /// The illumination of a well lit place.
    float reference;
    /// How colourful things still are: 1 as they were, 0 grey.
    float saturation;
} pk_light_rig;
void pk_relight(pk_rgb image, const float *illumination, const float *relief, const pk_light_rig *rig, size_t count);

/// image += emission + albedo × spill × gain + spill × lift
void pk_lights_add(
    pk_rgb image, pk_rgb albedo, pk_rgb emission, pk_rgb spill, float gain, float lift, size_t count
);
/// image = mix(image, over, alpha × amount)
void pk_blend_over(pk_rgb image, pk_rgb over, const float *alpha, float amount, size_t count);
/// Far land takes the colour of the air in front of the horizon.
void pk_far_land(
    pk_rgb image, const float *depth, const float *excluded, const float *mean_luminance, pk_color air, float amount,
    size_t count
);

/// A veil whose thickness grows with depth: t = 1 - exp(-density × depth^power × (1 - patch + 2 patch noise)).
typedef struct {
    float density, start, power, patch;
    pk_color color;
    /// Colour × (top + (bottom - top) × row / height).
    float top, bottom;
    /// The row around which the veil lies thicker, in rows; `low_lying` is how much.
    float low_row, low_lying;
    /// How much of the veil is kept off where `spared` is 1.
    float spare;
} pk_veil;
void pk_veil_rows(
    pk_rgb image, const float *depth, const float *noise, const float *spared, int width, int height,
    const pk_veil *veil, int first_row, int end_row
);
/// Bands of mist along the horizon.
void pk_mist_rows(
    pk_rgb image, const float *depth, const float *noise, const float *spared, const float *water, int width,
    int height, float horizon, pk_color color, float amount, int first_row, int end_row
);

// MARK: - Lens and film

/// small = mean over 4 × 4 pixels of max(image - threshold, 0), for small rows; sizes are rounded up.
void pk_glare_source(pk_rgb small, pk_rgb image, int width, int height, float threshold, int first_row, int end_row);
/// image = shoulder(image + amount × enlarged small): highlights roll off above `knee` and keep their hue.
void pk_glare_add(
    pk_rgb image, pk_rgb small, int width, int height, float amount, float knee, int first_row, int end_row
);
/// image = shoulder(image × gain)
void pk_expose(pk_rgb image, float gain, float knee, size_t count);

/// A film-like grade; see pk_grade_rows.
typedef struct {
    pk_color shadows, highlights;
    float split, contrast, saturation, vignette;
} pk_grade;
void pk_grade_rows(pk_rgb image, int width, int height, const pk_grade *grade, int first_row, int end_row);

/// The last step: sRGB bytes.
typedef struct {
    float clarity, grain;
    uint32_t stream;
} pk_finish;
/// Encoded luminance of the picture.
void pk_encoded_luminance(float *out, pk_rgb image, size_t count);
/// What sharpening adds to `plane`: its difference from `soft` (a small blur of it), held within the range of the 3 × 3
/// around each pixel, so that edges grow steeper without halos.
void pk_sharpening_rows(
    float *out, const float *plane, const float *soft, float amount, int width, int height, int first_row, int end_row
);
/// Clarity against `base` (edge-keeping blur of `luminance`), `sharper` as it is added, grain, and a dither of one step,
/// which hides the bands of 8 bits.
void pk_finish_rows(
    uint8_t *bytes, pk_rgb image, const float *luminance, const float *base, const float *sharper, int width, int height,
    const pk_finish *finish, int first_row, int end_row
);

// MARK: - Edges of the backdrop (sky and water)

/// Takes the old backdrop's colour out of pixels that show both it and what stands before it. `encoded`, `background`
/// and `foreground` are in sRGB's numbers; `alpha` is the backdrop's share of a pixel.
void pk_despill(
    pk_rgb image, pk_rgb encoded, pk_rgb background, pk_rgb foreground, const float *alpha, size_t count
);
/// plate = the photograph where only backdrop is seen, the backdrop's own colour nearby elsewhere.
void pk_clean_plate(pk_rgb plate, pk_rgb photograph, pk_rgb background, const float *alpha, size_t count);
/// out = clamp((finest - coarse) / (√variance + .03), ±2.5): brightness measured against its surroundings.
void pk_local_brightness(float *out, const float *finest, const float *coarse, const float *variance, size_t count);
/// out = min(a + b, 1)
void pk_union(float *out, const float *a, const float *b, size_t count);

// MARK: - Seasons

/// Which plants change, and by how much.
typedef struct {
    const float *foliage, *ground, *depth;
    /// Clump-coherent random fields, mean 0, deviation 1: wide and fine.
    const float *wide, *fine;
    const float *protected_share, *local_brightness;
    float amount, horizon;
} pk_plants;
/// Leaves turn red, orange and yellow, clump by clump; grass turns to straw.
void pk_autumn(pk_rgb image, pk_plants plants, size_t count);
/// Fresh green everywhere plants are.
void pk_fresh_green(pk_rgb image, pk_plants plants, float hue, float lushness, size_t count);
/// Crowns turn pink and white where light falls on them.
void pk_blossom_crowns(pk_rgb image, pk_plants plants, const float *crowns, size_t count);

// MARK: - Weather and light in the air

/// A bow of colours around (x, y), in pixels, where `seen` lets it be seen.
void pk_rainbow_rows(
    pk_rgb image, const float *seen, int width, int height, float x, float y, float radius, float amount, float horizon,
    int first_row, int end_row
);
/// A low sun: its disc in the sky, its glow over everything far, warm rims on what faces it.
typedef struct {
    float x, y, disc, glow, rim;
    pk_color color;
} pk_sun;
void pk_sun_rows(
    pk_rgb image, const float *sky, const float *depth, const float *luma, pk_rgb albedo, int width, int height,
    const pk_sun *sun, int first_row, int end_row
);
/// out = (plane + the plane drawn towards (x, y) by `pull`) / 2: six of these make beams.
void pk_radial_rows(
    float *out, const float *plane, int width, int height, float x, float y, float pull, int first_row, int end_row
);
/// image += enlarged plane × color
void pk_tinted_add(
    pk_rgb image, const float *plane, int plane_width, int plane_height, pk_color color, int width, int height,
    int first_row, int end_row
);
/// Beams of light over a picture exposed for them: image = darkened image + beams × what is left below white.
void pk_beams_rows(
    pk_rgb image, const float *beams, int beams_width, int beams_height, pk_color color, float dimming, int width,
    int height, int first_row, int end_row
);
/// Wet things are darker and more colourful.
void pk_wet(pk_rgb image, const float *share, float amount, size_t count);
/// What lies on wet ground, mirrored about each column's base row: sharp in puddles, smeared elsewhere. All `ground` is
/// darker when wet; only what is `level`, too, mirrors.
typedef struct {
    const float *base_rows, *ground, *level, *texture, *ripples;
    int side;
    float horizon, amount;
} pk_wet_ground;
void pk_wet_mirror_rows(
    pk_rgb mirror, pk_rgb scene, int width, int height, const pk_wet_ground *ground, int first_row, int end_row
);
void pk_wet_ground_rows(
    pk_rgb image, pk_rgb sharp, pk_rgb smeared, int width, int height, const pk_wet_ground *ground, int first_row,
    int end_row
);
/// out = (image - light) / transmission + light, where there is haze and no sky.
void pk_clear_haze(pk_rgb image, const float *transmission, const float *sky, pk_color light, size_t count);
/// out = min(red / light.red, …)
void pk_haze_ratio(float *out, pk_rgb image, pk_color light, size_t count);
/// Rime: plants, ground and, less, all else but what is `bare` turn pale and cool, their bright tips white.
void pk_hoarfrost(
    pk_rgb image, const float *plants, const float *ground, const float *bare, const float *local_brightness,
    const float *grain, float amount, size_t count
);
/// Frost grown over a window pane from the picture's border.
void pk_window_frost_rows(
    pk_rgb image, pk_rgb soft, const float *reach_noise, const float *fern_noise, const float *needle_noise,
    const float *spared, int width, int height, float amount, float light, int first_row, int end_row
);

// MARK: - Looks

/// out = Σ matrix × pixel in sRGB's numbers, then a curve per channel; see pk_look.
typedef struct {
    /// Black and white mixing: weights of red, green and blue; used when `monochrome` > 0.
    pk_color weights;
    float monochrome;
    /// Exponents of the three channels of the monochrome picture.
    pk_color toning;
    /// Encoded output = lift + gain × x, then an S-curve of share `curve`.
    float lift, gain, curve;
    /// OKLab chroma: factor, and how much less it grows where chroma is high or skin is.
    float chroma, restraint;
    /// Light factors that keep luminance.
    pk_color balance;
    /// 1 - (1 - x)^brighten.
    float brighten;
} pk_look;
void pk_apply_look(pk_rgb image, const float *protected_share, const pk_look *look, size_t count);
/// image × (y + amount × (y - base) + pull × (.5 - base)) / y in sRGB's numbers: local contrast and tone mapping.
void pk_local_contrast(pk_rgb image, const float *luminance, const float *base, float amount, float pull, size_t count);

// MARK: - Repairs

/// Non-local means (Buades, Coll, Morel, 2005): each pixel becomes the mean of those within ±search columns and rows,
/// weighted by exp(-max(d - 2 deviation², 0) / strength²), where d is the mean squared difference between the patches
/// of ±patch (1 to 3) pixels around both. `deviation` is the noise's. The image is mirrored at its borders.
typedef struct {
    int patch, search;
    float deviation, strength;
} pk_nonlocal;
/// `channels` (1 or 3) planes that share their weights. `scratch`: pk_nonlocal_means_scratch floats.
void pk_nonlocal_means_rows(
    float *const *out, const float *const *in, int channels, int width, int height, const pk_nonlocal *settings,
    int first_row, int end_row, float *scratch
);
/// Floats of scratch memory for a band of `rows` rows.
size_t pk_nonlocal_means_scratch(int channels, const pk_nonlocal *settings, int rows);

// MARK: - Art media; all pixels in sRGB's numbers

/// Generalised Kuwahara filter (Papari, Petkov, Campisi, 2007): each pixel becomes the mean of the calmest of eight
/// sectors around it. `scratch`: 48 × width floats.
void pk_kuwahara_rows(
    pk_rgb out, pk_rgb in, int width, int height, int radius, int first_row, int end_row, float *scratch
);
/// Products of the gradient: xx, xy, yy.
void pk_gradient_products(
    float *xx, float *xy, float *yy, const float *plane, int width, int height, int first_row, int end_row
);
/// Unit vectors along edges from smoothed products.
void pk_flow_directions(float *x, float *y, const float *xx, const float *xy, const float *yy, size_t count);
/// Difference of Gaussians across edges: negative where a dark line runs (Kang, Lee, Chui, "Flow-Based Image
/// Abstraction", 2009).
void pk_across_flow(
    float *out, const float *plane, const float *flow_x, const float *flow_y, int width, int height, float sigma,
    int first_row, int end_row
);
/// Mean along the flow, `reach` steps both ways.
void pk_along_flow(
    float *out, const float *plane, const float *flow_x, const float *flow_y, int width, int height, int reach,
    int first_row, int end_row
);
/// out = how much ink a line leaves: 0 paper … 1 black.
void pk_line_ink(float *out, const float *differences, float threshold, float sharpness, size_t count);

/// The mean over a disc, as a lens out of focus gives; the plane's edge repeats outside.
void pk_disc_blur_rows(
    float *out, const float *plane, int width, int height, float radius, int first_row, int end_row
);

/// A brush stroke: a capsule along (direction_x, direction_y) of half length `reach` and half width `radius`.
typedef struct {
    float x, y, direction_x, direction_y, reach, radius;
    pk_color color;
    uint32_t stream;
} pk_stroke;
/// Paints strokes in order; `relief` gets the height of the paint: bristles leave grooves.
void pk_strokes_paint(
    pk_rgb canvas, float *relief, int width, const pk_stroke *strokes, size_t count, float bristles, int first_row,
    int end_row
);
/// Lights the paint's relief from the upper left.
void pk_relief_light(pk_rgb canvas, const float *relief, float amount, int width, int height, int first_row, int end_row);

/// Pigment in water on paper.
void pk_watercolour_rows(
    pk_rgb image, const float *turbulence, const float *granules, const float *paper, const float *edges, int width,
    int height, int first_row, int end_row
);
/// Calm shapes become washes: soft steps of lightness (softer where `fine`), bright paper under them, purer colour.
void pk_lay_washes(pk_rgb image, const float *fine, size_t count);
/// The direction of a pencil's strokes: the hand's own slant on calm surfaces, along the form where there is one.
void pk_hatch_directions(
    float *out_x, float *out_y, const float *flow_x, const float *flow_y, const float *roughness, size_t count
);
/// Graphite on paper: `tone` is the picture's grey, `ink` its outlines, `strokes` a pattern of lines, 0…1.
void pk_pencil_rows(
    pk_rgb image, const float *tone, const float *ink, const float *strokes, const float *wobble, const float *paper,
    float spacing, int width, int first_row, int end_row
);
/// Black ink: outlines, solid darks, hatching in middle tones.
void pk_ink_rows(
    pk_rgb image, const float *tone, const float *ink, const float *wobble, const float *paper, float spacing,
    int width, int height, int first_row, int end_row
);
/// Cel shading: soft steps of lightness, strong colour, dark lines.
void pk_cel_shade(pk_rgb image, const float *ink, float levels, float chroma, size_t count);
/// Raises OKLab's chroma of sRGB's numbers by `factor`, up to `limit`; what is stronger already stays.
void pk_scale_chroma(pk_rgb image, float factor, float limit, size_t count);
/// OKLab of sRGB's numbers into `lab` (3 values), and back.
void pk_oklab_of_encoded(pk_color color, float *lab);
pk_color pk_encoded_of_oklab(float lightness, float a, float b);
/// Nearest of a palette (at most 64 colours) in OKLab, mixed with the picture by `share`. Where two colours are nearly
/// as near (their distances differ by less than `softness`) they blend: no jagged borders.
void pk_palette_soften(
    pk_rgb image, const float *share, const pk_color *palette, int palette_count, float softness, size_t count
);
/// A print: indigo wiped over the top of the sky by `bokashi`, the grain of the wood, outlines, a border of paper.
void pk_woodblock_rows(
    pk_rgb image, const float *ink, const float *grain, const float *bokashi, const float *paper, int width, int height,
    int first_row, int end_row
);
/// Each pixel becomes the palette's nearest colour; between two that are no farther apart than `reach` in OKLab, every
/// second or fourth pixel takes the other.
void pk_palette_dither_rows(
    pk_rgb image, const pk_color *palette, int palette_count, float reach, int width, int first_row, int end_row
);
/// Panes of glass: the colours of `panes` with some of the picture painted on, more where `fine`; `lead` between them,
/// `grime` along it, `paint` for outlines.
void pk_glass_rows(
    pk_rgb image, pk_rgb panes, const float *lead, const float *grime, const float *grain, const float *paint,
    const float *fine, float chroma, int width, int first_row, int end_row
);
/// Corners in pixels, clockwise on the screen.
typedef struct {
    int32_t x[3], y[3];
    pk_color color;
} pk_triangle;
/// Adds triangles with smooth edges to a canvas of zeros that they cover without a gap.
void pk_triangles_paint(pk_rgb canvas, int width, const pk_triangle *triangles, size_t count, int first_row, int end_row);
