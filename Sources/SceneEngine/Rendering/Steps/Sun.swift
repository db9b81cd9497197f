import CPixelKernels

extension RenderStep {
    /// The sun: its disc, the glow around it, beams past what stands before it, and, when it is low, warm rims on what faces
    /// it.
    static let sun = RenderStep(
        "placing the sun",
        isNeeded: { plan in
            let mood = LightMood(for: plan)
            let isLow = (mood?.isLowSun ?? false) && !(mood?.isDark ?? false)
            return isLow || plan.contains(.sun) || plan.contains(.sunRays)
        }
    ) { state in
        let mood = state.mood ?? .day
        guard !mood.isDark else { return }
        let asked = max(state.strength(of: .sun), state.strength(of: .sunRays))
        let preset = SunPreset.of(mood)
        let hasSky = state.scene.sky.confidence >= SceneMask.leastConfidence
        let place = state.sunPlace(isLow: mood.isLowSun, hasSky: hasSky)
        var sun = pk_sun(
            x: place.x,
            y: place.y,
            disc: hasSky && (mood.isLowSun ? state.sky != nil : state.plan.contains(.sun)) ? 1 : 0,
            glow: (preset.glow + 0.2 * asked) * (hasSky ? 0.5 : 0.25),
            rim: mood.isLowSun ? 1.6 : 0,
            color: preset.color
        )
        let (width, height, parallelism) = (Int32(state.width), Int32(state.height), state.parallelism)
        let beams = SunBeams(state: state, x: place.x, y: place.y, hasSky: hasSky)
        // Against the sun everything else is exposed darker: only so do beams stand out.
        let dimming = asked * (mood.isLowSun ? 0.2 : 0.42)
        let beamColor = preset.color * (0.15 + 0.75 * asked)
        Plane.withPointers([beams.plane]) { p in
            state.image.update(parallelism: parallelism) { image, _, rows in
                pk_beams_rows(
                    image,
                    p[0],
                    Int32(beams.plane.width),
                    Int32(beams.plane.height),
                    beamColor,
                    dimming,
                    width,
                    height,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        let planes = [state.scene.sky.alpha, state.airDepth, state.scene.luma] + (state.unlit ?? state.image).planes
        state.image.update(reading: planes, parallelism: parallelism) { image, p, rows in
            pk_sun_rows(
                image,
                p[0],
                p[1],
                p[2],
                pk_rgb(reading: p[3...]),
                width,
                height,
                &sun,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
    }
}

private struct SunPreset {
    let glow: Float
    let color: pk_color

    static func of(_ mood: LightMood) -> SunPreset {
        let presets = [
            LightMood.sunset.name: SunPreset(glow: 0.40, color: pk_color(1.0, 0.48, 0.20)),
            LightMood.goldenHour.name: SunPreset(glow: 0.42, color: pk_color(1.0, 0.70, 0.36)),
            LightMood.dawn.name: SunPreset(glow: 0.30, color: pk_color(1.0, 0.66, 0.50)),
        ]
        return presets[mood.name] ?? SunPreset(glow: 0.3, color: pk_color(1.0, 0.86, 0.62))
    }
}

extension RenderState {
    /// A low sun stands at the horizon, a high one in the open sky; where no sky is seen it shines in from above.
    fileprivate func sunPlace(isLow: Bool, hasSky: Bool) -> (x: Float, y: Float) {
        let share = min(max(scene.lightDirection.x, 0.12), 0.88)
        if !hasSky { return (share * Float(width), -0.06 * Float(height)) }
        if isLow { return (share * Float(width), scene.horizonRow * 0.86) }
        return clearestSky(horizon: scene.horizonRow, wish: share, margin: 0.04 * Float(width))
    }
}
