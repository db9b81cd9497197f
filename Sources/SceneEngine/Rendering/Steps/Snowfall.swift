import CPixelKernels

extension RenderStep {
    /// Snow in the air: many small flakes far away, a few large soft ones near.
    static let snowfall = RenderStep(
        "letting snow fall",
        isNeeded: { $0.contains(.snowfall) || ($0.contains(.snow) && !$0.suppresses(.snowfall)) }
    ) { state in
        guard state.takesWeather || state.plan.contains(.snowfall) else { return }
        let asked = state.strength(of: .snowfall)
        let amount = asked > 0 ? asked + 5 * max(0, asked - 0.6) : 0.30 * state.strength(of: .snow)
        let (width, height, parallelism) = (state.width, state.height, state.parallelism)
        let ambient = state.image.mapPlanes { $0.gaussianBlurred(sigma: Float(width) / 30, parallelism: parallelism) }
        let mean = ambient.luminance(parallelism: parallelism).mean
        let lift = pk_color(0.9, 0.95, 1.0) * (0.30 * mean / 0.18 * 0.6) + pk_color(0.12, 0.12, 0.12)
        for (number, layer) in FlakeLayer.all.enumerated() {
            let flakes = layer.flakes(state: state, number: number, amount: amount)
            let alpha = Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                (out + rows.lowerBound * width).update(repeating: 0, count: rows.count * width)
                pk_streaks_add(
                    out,
                    Int32(width),
                    flakes,
                    flakes.count,
                    layer.softness,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
            let planes = [alpha, state.scene.depth] + ambient.planes
            state.image.updateSequence(reading: planes, parallelism: parallelism) { image, p, count in
                pk_particles_blend(
                    image,
                    p[0],
                    p[1],
                    layer.hiddenFrom,
                    layer.hiddenTo,
                    pk_rgb(reading: p[2...]),
                    1.15,
                    lift,
                    count
                )
            }
        }
    }
}

/// Flakes at one distance.
private struct FlakeLayer: Sendable {
    let count: Float
    let radius: ClosedRange<Float>
    let opacity: Float
    let softness: Float
    /// Depths between which flakes behind near things disappear; equal: never hidden.
    let hiddenFrom: Float
    let hiddenTo: Float

    static let all = [
        FlakeLayer(count: 1600, radius: 0.65...1.2, opacity: 0.50, softness: 0.8, hiddenFrom: 0.43, hiddenTo: 0.88),
        FlakeLayer(count: 520, radius: 1.2...2.4, opacity: 0.70, softness: 0.8, hiddenFrom: 0.20, hiddenTo: 0.65),
        FlakeLayer(count: 110, radius: 2.4...5.0, opacity: 0.62, softness: 1, hiddenFrom: 0, hiddenTo: 0),
        FlakeLayer(count: 16, radius: 7...16, opacity: 0.26, softness: 1, hiddenFrom: 0, hiddenTo: 0),
    ]

    func flakes(state: RenderState, number: Int, amount: Float) -> [pk_streak] {
        let random = state.stream(91 + UInt32(number))
        let shape = Float(state.width * state.height) / (700 * 1024) / max(0.5, state.scale * state.scale)
        return (0..<Int(count * amount * shape)).map { index in
            let n = index * 8
            let size = random[n + 2] * random[n + 2]
            let r = max(0.8, (radius.lowerBound + (radius.upperBound - radius.lowerBound) * size) * state.scale)
            // Near flakes move visibly while the shutter is open.
            let trail = radius.upperBound > 2 ? (1 + 0.6 * r) * (0.6 + 0.8 * random[n + 4]) : 0
            return pk_streak(
                x: random[n] * Float(state.width),
                y: random[n + 1] * Float(state.height),
                radius: r,
                trail_x: trail * 0.25 * (0.5 + random[n + 5]),
                trail_y: trail,
                alpha: opacity * (0.4 + 0.6 * random[n + 3])
            )
        }
    }
}
