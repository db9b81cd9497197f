import CPixelKernels
import GenerationTypes

/// Reads a photograph: what is where, how far, and in which light. The bitmap has the size at which effects are rendered;
/// the priors are what the prompt says is in it.
///
/// Classification runs on a small copy; its masks are then fitted to the edges of the photograph. It is the longest step of
/// all, so `checkpoint` is called between its stages, to throw when nobody wants the result any more.
func analyzeScene(
    _ bitmap: Bitmap,
    priors: ScenePriors = ScenePriors(),
    parallelism: Parallelism = .allProcessors,
    checkpoint: () throws -> Void
) rethrows -> SceneAnalysis {
    let image = LinearImage(bitmap, parallelism: parallelism)
    let encoded = EncodedImage(bitmap, parallelism: parallelism)
    let luma = encoded.luma(parallelism: parallelism)
    try checkpoint()
    let features = SceneFeatures(encoded, parallelism: parallelism)
    try checkpoint()
    let finding = SceneFinding(features, luma: luma, priors: priors)
    try checkpoint()
    let masks = FittedMasks(finding, features: features, encoded: encoded, luma: luma, parallelism: parallelism)
    try checkpoint()
    let height = Float(bitmap.height)
    return SceneAnalysis(
        image: image,
        encoded: encoded,
        luma: luma,
        sky: masks.sky,
        water: masks.water,
        vegetation: masks.vegetation,
        dryFoliage: masks.dryFoliage,
        ground: masks.ground,
        structure: masks.structure,
        protected: masks.protected,
        backdrop: masks.backdrop,
        depth: masks.depth,
        horizonRow: finding.layout.horizon * height,
        skylineLowRow: finding.layout.skylineLow * height,
        baseRow: masks.baseRow,
        illumination: masks.illumination,
        lightDirection: LightDirection(features, sky: finding.sky),
        outdoor: finding.kind.outdoor,
        isPortrait: finding.subject.isPortrait,
        defocus: finding.kind.defocus,
        notes: SceneNote.notes(on: finding)
    )
}

/// Reads a photograph to the end.
func analyzeScene(
    _ bitmap: Bitmap,
    priors: ScenePriors = ScenePriors(),
    parallelism: Parallelism = .allProcessors
) -> SceneAnalysis {
    analyzeScene(bitmap, priors: priors, parallelism: parallelism, checkpoint: {})
}
