import CPixelKernels

extension RenderStep {
    /// The mood's air between the eye and what is far.
    static let haze = RenderStep("filling the air", isNeeded: { (LightMood(for: $0)?.airDensity ?? 0) > 0 }) { state in
        guard let mood = state.mood, !state.plan.contains(.fog) else { return }
        let color = state.airColor(of: mood)
        let strength: Float = mood.name == LightMood.winter.name ? 1.33 * max(0.5, state.strength(of: .snow)) : 1
        let noise = state.noise(
            FractalNoise(scale: Float(state.width) / 4, octaves: 4, stretchX: 1.8, stretchY: 0.5),
            salt: 82
        )
        let spared = state.scene.sky.alpha.combined(with: state.water) { max($0 * 0.85, $1 * 0.6) }
        state.veil(
            pk_veil(
                density: mood.airDensity * strength,
                start: 0.35,
                power: 1,
                patch: 0.3,
                color: color,
                top: 1,
                bottom: 1,
                low_row: 0,
                low_lying: 0,
                spare: 1
            ),
            noise: noise,
            spared: spared
        )
    }
}

extension RenderState {
    /// The colour of the air: between the mood's and that of the sky at the horizon. In a closed scene a veil cannot be
    /// brighter than the light in it.
    func airColor(of mood: LightMood) -> pk_color {
        guard let sky else {
            let bright = scene.image.luminance(parallelism: parallelism).percentiles([0.93], stride: 7)[0]
            return mood.air * min(max(bright * 1.15 + 0.06, 0.10), 1)
        }
        return mood.air * 0.5 + sky.horizonColor(row: Int(scene.horizonRow * 0.97)) * 0.5
    }

    mutating func veil(_ veil: pk_veil, noise: Plane, spared: Plane) {
        let (width, height) = (width, height)
        image.update(reading: [airDepth, noise, spared], parallelism: parallelism) { image, p, rows in
            var veil = veil
            pk_veil_rows(
                image,
                p[0],
                p[1],
                p[2],
                Int32(width),
                Int32(height),
                &veil,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
    }
}
