import CPixelKernels

extension RenderStep {
    /// A low sun: its disc, the glow around it, beams past what stands before it, warm rims on what faces it.
    static let sun = RenderStep(
        "placing the sun",
        isNeeded: { plan in
            let isLow = LightMood(for: plan)?.isLowSun ?? false
            let isTwilight = LightMood(for: plan)?.isDark ?? false
            return (isLow && !isTwilight) || plan.contains(.sun) || plan.contains(.sunRays)
        }
    ) { state in
        guard
            let mood = state.mood ?? (state.plan.contains(.sunRays) || state.plan.contains(.sun) ? LightMood.day : nil),
            !mood.isDark
        else { return }
        let asked = max(state.strength(of: .sun), state.strength(of: .sunRays))
        let preset = SunPreset.of(mood)
        let hasSky = state.scene.sky.confidence >= SceneMask.leastConfidence
        let x = min(max(state.scene.lightDirection.x, 0.12), 0.88) * Float(state.width)
        let y = state.scene.horizonRow * 0.86
        let showsDisc = hasSky && (mood.isLowSun || state.plan.contains(.sun)) && state.sky != nil
        var sun = pk_sun(
            x: x,
            y: y,
            disc: showsDisc ? 1 : 0,
            glow: (preset.glow + 0.2 * asked) * (hasSky ? 0.5 : 0.25),
            rim: mood.isLowSun ? 1.6 : 0,
            color: preset.color
        )
        let (width, height, parallelism) = (Int32(state.width), Int32(state.height), state.parallelism)
        let beams = state.beams(x: x, y: y)
        let planes = [state.scene.sky.alpha, state.scene.depth, state.scene.luma] + (state.unlit ?? state.image).planes
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
        let beamColor = preset.color * (0.22 + 0.5 * asked)
        Plane.withPointers([beams]) { p in
            state.image.update(parallelism: parallelism) { image, _, rows in
                pk_tinted_add(
                    image,
                    p[0],
                    Int32(beams.width),
                    Int32(beams.height),
                    beamColor,
                    width,
                    height,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
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
    /// Light of the sky drawn away from the sun: beams where something stands in its way. At a quarter of the size.
    fileprivate func beams(x: Float, y: Float) -> Plane {
        let light = image.luminance(parallelism: parallelism)
        let hasSky = scene.sky.coverage > 0.01
        let source =
            hasSky
            ? light.combined(with: scene.sky.alpha) { min($0 * 1.2, 1.5) * $1 }
            : light.map { smoothRise(0.35, 0.8, $0) }
        var plane = source.downsampled(width: width / 4, height: height / 4, parallelism: parallelism)
        let (cx, cy) = (x / 4, y / 4)
        for row in 0..<plane.height {
            for column in 0..<plane.width {
                let dx = (Float(column) - cx) / (Float(plane.width) * 0.35)
                let dy = (Float(row) - cy) / (Float(plane.height) * 0.45)
                plane[column, row] *= max(0, 1 - 0.5 * (dx * dx + dy * dy))
            }
        }
        for pass in 0..<6 {
            let pull = 0.55 / Float(1 << (5 - pass))
            plane = Plane.withPointers([plane]) { p in
                Plane(width: plane.width, height: plane.height, parallelism: parallelism) { out, rows in
                    pk_radial_rows(
                        out,
                        p[0],
                        Int32(plane.width),
                        Int32(plane.height),
                        cx,
                        cy,
                        pull,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
        return plane
    }
}
