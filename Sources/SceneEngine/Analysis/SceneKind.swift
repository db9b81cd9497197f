/// What kind of picture it is: a view outdoors, or a close-up, an interior, a portrait that no weather suits.
struct SceneKind: Sendable {
    /// 0 everything sharp … 1 a sharp subject before a background out of focus.
    let defocus: Float
    /// 0 indoors or a close view … 1 outdoors for certain.
    let outdoor: Float

    init(
        _ f: SceneFeatures,
        sky: SkyDetection,
        water: WaterDetection,
        plants: PlantDetection,
        focus: FocusMeasure,
        onMeadow: MeadowSubject,
        faceShare: Float
    ) {
        let texture = f.texture.pixels
        let rest = f.mask { !sky.mask.pixels[$0] && !water.mask.pixels[$0] }
        let restCount = Float(max(1, rest.count))
        let plain = f.mask { rest.pixels[$0] && texture[$0] < 0.005 }
        // Leaves and grass in focus are never smooth.
        let smoothGreen = f.mask {
            rest.pixels[$0] && texture[$0] < 0.005
                && hueBand(95...200, softness: 10, f.hue.pixels[$0]) * ramp(0.02, 0.05, f.chroma.pixels[$0]) > 0.5
        }
        let isEnough = ramp(0.05, 0.2, rest.share)
        let blurred = max(
            ramp(0.25, 0.55, focus.defocus),
            ramp(0.12, 0.35, smoothGreen.share),
            ramp(0.35, 0.6, Float(plain.count) / restCount)
        )
        // Under a sky that is beyond doubt, smooth means sea, snow or sand.
        defocus = isEnough * blurred * (1 - 0.9 * sky.confidence)
        let leafy = f.plane { plants.green.pixels[$0] * ramp(0.006, 0.012, texture[$0]) }.mean
        let evidence =
            ramp(0.03, 0.08, sky.mask.share) * sky.confidence
            + (sky.isFound ? ramp(0.05, 0.15, leafy) : ramp(0.08, 0.3, leafy))
            + ramp(0.02, 0.06, water.mask.share) * water.confidence
            + ramp(0.05, 0.15, plants.dry.mean) * ramp(0.01, 0.05, plants.greenShare)
        outdoor =
            min(1, evidence) * (1 - 0.9 * ramp(0.5, 0.9, defocus)) * (1 - 0.8 * ramp(0.01, 0.03, faceShare))
            * (1 - 0.8 * onMeadow.confidence)
    }
}
