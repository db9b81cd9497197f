import CPixelKernels

extension RenderStep {
    /// Rain in three distances: a grey veil and fine streaks far away, a few long ones near.
    static let rain = RenderStep("letting rain fall", for: .rain) { state in
        guard state.takesWeather else {
            state.warn("This is no wide outdoor view, so no rain was drawn.")
            return
        }
        let amount = state.strength(of: .rain)
        state.veilInRain(amount: amount)
        let (width, parallelism) = (state.width, state.parallelism)
        let ambient = state.image.mapPlanes { $0.gaussianBlurred(sigma: Float(width) / 18, parallelism: parallelism) }
        let mean = ambient.luminance(parallelism: parallelism).mean
        let light = AmbientLight(image: ambient, gain: 1.25, lift: pk_color(1, 1, 1) * (0.10 + 0.12 * mean))
        for (number, layer) in DropLayer.all.enumerated() {
            state.blend(layer.drops(state: state, number: number, amount: amount), in: light)
        }
    }

    /// Rain darkens every surface and deepens its colours.
    static let wetSurfaces = RenderStep("wetting surfaces", isNeeded: RenderStep.isWet) { state in
        guard state.takesWeather else { return }
        let amount = 0.7 * max(state.strength(of: .rain), state.strength(of: .wet))
        let planes = [state.scene.sky.alpha.combined(with: state.scene.protected.alpha) { max(0, 1 - $0 - $1) }]
        state.image.updateSequence(reading: planes, parallelism: state.parallelism) { image, p, count in
            pk_wet(image, p[0], amount, count)
        }
    }

    static let isWet: @Sendable (EditPlan) -> Bool = { plan in
        (plan.contains(.rain) || plan.contains(.wet)) && !plan.contains(.snow)
    }
}

extension RenderState {
    /// Far away single drops cannot be told apart: they grey the view in curtains.
    fileprivate mutating func veilInRain(amount: Float) {
        let curtains = noise(FractalNoise(scale: Float(width) / 6, octaves: 4, stretchX: 0.6, stretchY: 3), salt: 144)
        veil(
            pk_veil(
                density: (sky == nil ? 0.45 : 0.75) * amount,
                start: 0.15,
                power: 1.3,
                patch: 0.35,
                color: airColor(of: mood ?? .overcast) * 0.85,
                top: 1,
                bottom: 1,
                low_row: 0,
                low_lying: 0,
                spare: 1
            ),
            noise: curtains,
            spared: scene.protected.alpha.combined(with: scene.sky.alpha) { max($0, 0.5 * $1) }
        )
    }
}

private struct DropLayer: Sendable {
    let count: Float
    let length: Float
    let radius: Float
    /// Of a drop standing still; its streak is fainter the longer it is.
    let opacity: Float
    let hiddenFrom: Float
    let hiddenTo: Float

    static let all = [
        DropLayer(count: 5200, length: 18, radius: 0.8, opacity: 1.7, hiddenFrom: -0.35, hiddenTo: 0.8),
        DropLayer(count: 1700, length: 38, radius: 1.0, opacity: 2.6, hiddenFrom: 0, hiddenTo: 0),
        DropLayer(count: 260, length: 90, radius: 1.5, opacity: 4.0, hiddenFrom: 0, hiddenTo: 0),
    ]

    func drops(state: RenderState, number: Int, amount: Float) -> AirborneParticles {
        let random = state.stream(141 + UInt32(number))
        let scale = state.scale
        let shape = Float(state.width * state.height) / (700 * 1024) / max(0.5, scale * scale)
        let streaks = (0..<Int(count * amount * shape)).map { index in
            let n = index * 8
            let long = length * scale * (0.6 + 0.8 * random[n + 2])
            return pk_streak(
                x: (random[n] * 1.2 - 0.1) * Float(state.width),
                y: (random[n + 1] * 1.1 - 0.1) * Float(state.height),
                radius: max(0.8, radius * scale),
                trail_x: long * 0.12 * (1 + 0.2 * random[n + 3]),
                trail_y: long,
                alpha: opacity * (0.35 + 0.65 * random[n + 4])
            )
        }
        return AirborneParticles(streaks: streaks, softness: 1, hiddenFrom: hiddenFrom, hiddenTo: hiddenTo)
    }
}
