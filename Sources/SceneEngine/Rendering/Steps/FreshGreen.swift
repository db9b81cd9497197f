import CPixelKernels

extension RenderStep {
    /// Spring's and summer's green, and crowns in bloom.
    static let freshGreen = RenderStep(
        "growing fresh leaves",
        isNeeded: { plan in
            let isGreen = plan.contains(.spring) || plan.contains(.summer) || plan.contains(.blossom)
            return isGreen && !plan.contains(.snow) && !plan.contains(.autumn)
        }
    ) { state in
        guard state.foliage.mean > 0.01 else {
            state.warn("No plants were found, so nothing grew green.")
            return
        }
        let summer = state.strength(of: .summer)
        let amount = max(state.strength(of: .spring), summer, 0.5 * state.strength(of: .blossom))
        let (hue, lushness): (Float, Float) = summer > state.strength(of: .spring) ? (130, 1.12) : (122, 1.0)
        state.changePlants(amount: amount.squareRoot()) { image, plants, count in
            pk_fresh_green(image, plants, hue, lushness, count)
        }
        let blossom = state.strength(of: .blossom)
        guard blossom > 0 else { return }
        let crowns = state.crowns()
        state.image.withPlants(of: state, extra: crowns, amount: blossom) { image, plants, crowns, count in
            pk_blossom_crowns(image, plants, crowns, count)
        }
    }
}

extension LinearImage {
    fileprivate mutating func withPlants(
        of state: RenderState,
        extra: Plane,
        amount: Float,
        _ kernel: (pk_rgb, pk_plants, UnsafePointer<Float>, Int) -> Void
    ) {
        let scene = state.scene
        let wide = state.clumps(scale: 60, salt: 109)
        let planes = [
            state.foliage, scene.ground.alpha, scene.depth, wide, scene.protected.alpha, state.relief.localBrightness,
            extra,
        ]
        updateSequence(reading: planes, parallelism: state.parallelism) { image, p, count in
            let plants = pk_plants(
                foliage: p[0],
                ground: p[1],
                depth: p[2],
                wide: p[3],
                fine: p[3],
                protected_share: p[4],
                local_brightness: p[5],
                amount: amount,
                horizon: scene.horizonRow
            )
            kernel(image, plants, p[6], count)
        }
    }
}
