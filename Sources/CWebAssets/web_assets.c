#include "CWebAssets.h"

static const unsigned char admin_html[] = {
#embed "assets/admin.html"
};

static const unsigned char admin_js[] = {
#embed "assets/admin.js"
};

static const unsigned char api_js[] = {
#embed "assets/api.js"
};

static const unsigned char chart_js[] = {
#embed "assets/chart.js"
};

static const unsigned char compare_js[] = {
#embed "assets/compare.js"
};

static const unsigned char cropping_js[] = {
#embed "assets/cropping.js"
};

static const unsigned char docs_html[] = {
#embed "assets/docs.html"
};

static const unsigned char docs_js[] = {
#embed "assets/docs.js"
};

static const unsigned char dom_js[] = {
#embed "assets/dom.js"
};

static const unsigned char elements_js[] = {
#embed "assets/elements.js"
};

static const unsigned char form_js[] = {
#embed "assets/form.js"
};

static const unsigned char history_js[] = {
#embed "assets/history.js"
};

static const unsigned char icon_svg[] = {
#embed "assets/icon.svg"
};

static const unsigned char index_html[] = {
#embed "assets/index.html"
};

static const unsigned char main_js[] = {
#embed "assets/main.js"
};

static const unsigned char pages_css[] = {
#embed "assets/pages.css"
};

static const unsigned char pictures_js[] = {
#embed "assets/pictures.js"
};

static const unsigned char playground_css[] = {
#embed "assets/playground.css"
};

static const unsigned char presets_aurora_webp[] = {
#embed "assets/presets/aurora.webp"
};

static const unsigned char presets_autumn_webp[] = {
#embed "assets/presets/autumn.webp"
};

static const unsigned char presets_fog_webp[] = {
#embed "assets/presets/fog.webp"
};

static const unsigned char presets_golden_webp[] = {
#embed "assets/presets/golden.webp"
};

static const unsigned char presets_night_webp[] = {
#embed "assets/presets/night.webp"
};

static const unsigned char presets_oil_webp[] = {
#embed "assets/presets/oil.webp"
};

static const unsigned char presets_pencil_webp[] = {
#embed "assets/presets/pencil.webp"
};

static const unsigned char presets_rain_webp[] = {
#embed "assets/presets/rain.webp"
};

static const unsigned char presets_snowfall_webp[] = {
#embed "assets/presets/snowfall.webp"
};

static const unsigned char presets_spring_webp[] = {
#embed "assets/presets/spring.webp"
};

static const unsigned char presets_storm_webp[] = {
#embed "assets/presets/storm.webp"
};

static const unsigned char presets_twilight_webp[] = {
#embed "assets/presets/twilight.webp"
};

static const unsigned char presets_watercolour_webp[] = {
#embed "assets/presets/watercolour.webp"
};

static const unsigned char presets_winter_webp[] = {
#embed "assets/presets/winter.webp"
};

static const unsigned char presets_js[] = {
#embed "assets/presets.js"
};

static const unsigned char progress_js[] = {
#embed "assets/progress.js"
};

static const unsigned char results_js[] = {
#embed "assets/results.js"
};

static const unsigned char saliency_js[] = {
#embed "assets/saliency.js"
};

static const unsigned char session_js[] = {
#embed "assets/session.js"
};

static const unsigned char snippets_js[] = {
#embed "assets/snippets.js"
};

static const unsigned char stage_js[] = {
#embed "assets/stage.js"
};

static const unsigned char style_css[] = {
#embed "assets/style.css"
};

static const web_asset web_assets[] = {
    {"/admin", admin_html, sizeof admin_html},
    {"/playground/admin.js", admin_js, sizeof admin_js},
    {"/playground/api.js", api_js, sizeof api_js},
    {"/playground/chart.js", chart_js, sizeof chart_js},
    {"/playground/compare.js", compare_js, sizeof compare_js},
    {"/playground/cropping.js", cropping_js, sizeof cropping_js},
    {"/docs", docs_html, sizeof docs_html},
    {"/playground/docs.js", docs_js, sizeof docs_js},
    {"/playground/dom.js", dom_js, sizeof dom_js},
    {"/playground/elements.js", elements_js, sizeof elements_js},
    {"/playground/form.js", form_js, sizeof form_js},
    {"/playground/history.js", history_js, sizeof history_js},
    {"/playground/icon.svg", icon_svg, sizeof icon_svg},
    {"/", index_html, sizeof index_html},
    {"/playground/main.js", main_js, sizeof main_js},
    {"/playground/pages.css", pages_css, sizeof pages_css},
    {"/playground/pictures.js", pictures_js, sizeof pictures_js},
    {"/playground/playground.css", playground_css, sizeof playground_css},
    {"/playground/presets/aurora.webp", presets_aurora_webp, sizeof presets_aurora_webp},
    {"/playground/presets/autumn.webp", presets_autumn_webp, sizeof presets_autumn_webp},
    {"/playground/presets/fog.webp", presets_fog_webp, sizeof presets_fog_webp},
    {"/playground/presets/golden.webp", presets_golden_webp, sizeof presets_golden_webp},
    {"/playground/presets/night.webp", presets_night_webp, sizeof presets_night_webp},
    {"/playground/presets/oil.webp", presets_oil_webp, sizeof presets_oil_webp},
    {"/playground/presets/pencil.webp", presets_pencil_webp, sizeof presets_pencil_webp},
    {"/playground/presets/rain.webp", presets_rain_webp, sizeof presets_rain_webp},
    {"/playground/presets/snowfall.webp", presets_snowfall_webp, sizeof presets_snowfall_webp},
    {"/playground/presets/spring.webp", presets_spring_webp, sizeof presets_spring_webp},
    {"/playground/presets/storm.webp", presets_storm_webp, sizeof presets_storm_webp},
    {"/playground/presets/twilight.webp", presets_twilight_webp, sizeof presets_twilight_webp},
    {"/playground/presets/watercolour.webp", presets_watercolour_webp, sizeof presets_watercolour_webp},
    {"/playground/presets/winter.webp", presets_winter_webp, sizeof presets_winter_webp},
    {"/playground/presets.js", presets_js, sizeof presets_js},
    {"/playground/progress.js", progress_js, sizeof progress_js},
    {"/playground/results.js", results_js, sizeof results_js},
    {"/playground/saliency.js", saliency_js, sizeof saliency_js},
    {"/playground/session.js", session_js, sizeof session_js},
    {"/playground/snippets.js", snippets_js, sizeof snippets_js},
    {"/playground/stage.js", stage_js, sizeof stage_js},
    {"/playground/style.css", style_css, sizeof style_css},
};

size_t web_asset_count(void) { return sizeof web_assets / sizeof web_assets[0]; }
web_asset web_asset_at(size_t index) { return web_assets[index]; }
