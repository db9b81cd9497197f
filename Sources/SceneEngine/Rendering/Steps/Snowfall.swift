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
        let (width, parallelism) = (state.width, state.parallelism)
        let ambient = state.image.mapPlanes { $0.gaussianBlurred(sigma: Float(width) / 30, parallelism: parallelism) }
        let mean = ambient.luminance(parallelism: parallelism).mean
        let lift = pk_color(0.9, 0.95, 1.0) * (0.30 * mean / 0.18 * 0.6) + pk_color(0.12, 0.12, 0.12)
        let light = AmbientLight(image: ambient, gain: 1.15, lift: lift)
        for (number, layer) in FlakeLayer.all.enumerated() {
            state.blend(layer.flakes(state: state, number: number, amount: amount), in: light)
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

    func flakes(state: RenderState, number: Int, amount: Float) -> AirborneParticles {
        let random = state.stream(91 + UInt32(number))
        let shape = Float(state.width * state.height) / (700 * 1024) / max(0.5, state.scale * state.scale)
        let streaks = (0..<Int(count * amount * shape)).map { index in
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
        return AirborneParticles(
            streaks: streaks,
            softness: softness,
            hiddenFrom: hiddenFrom,
            hiddenTo: hiddenTo
        )
    }
}
