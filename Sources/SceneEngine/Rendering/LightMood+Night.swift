import CPixelKernels

extension LightMood {
    /// The mood for a photograph taken at night, when the plan asks for a weather and no time: rain or snow does not turn
    /// night into day. Other moods stay as they are.
    func inTheDark(of plan: EditPlan) -> LightMood {
        let isWeather = [LightMood.overcast, .winter, .storm].contains { $0.name == name }
        guard isWeather, plan.timeOfDay == nil else { return self }
        return LightMood(
            name: name,
            exposure: 1,
            contrast: 1,
            tint: pk_color(1, 1, 1),
            shadowTint: pk_color(1, 1, 1),
            split: 0,
            adaptation: 0,
            air: pk_color(0.060, 0.068, 0.085),
            airDensity: 0.4 * airDensity,
            lampBrightness: 0.6,
            gradient: [0x0c0f15, 0x151922, 0x21262f, 0x2f343c],
            cloudCover: cloudCover,
            cloudDark: pk_color(0.010, 0.012, 0.017),
            cloudBright: pk_color(0.045, 0.048, 0.056),
            cloudOpacity: cloudOpacity,
            cloudSoftness: cloudSoftness
        )
    }
}

extension SceneAnalysis {
    /// The sky of the photograph is dark. (Not the land: a wood in the shade is dark by day.)
    var isNight: Bool {
        guard sky.trust == 1, sky.coverage > 0.03 else { return false }
        let outside = sky.alpha.map { 1 - $0 }
        return (luma.percentile(0.5, where: outside, isBelow: 0.5) ?? 1) < 0.26
    }
}
