import CPixelKernels

extension RenderStep {
    /// Blurs what is far from the subject's distance, as a fast lens does. The subject is what is sharp, near the
    /// centre, or a person.
    static let bokeh = RenderStep("opening the aperture", for: .bokeh) { state in
        let (width, parallelism) = (state.width, state.parallelism)
        let depth = state.scene.depth
        let focus = state.focusDepth()
        let amount = state.strength(of: .bokeh)
        let protected = state.scene.protected.alpha
        let blurShare = depth.combined(with: protected) {
            min(max(abs($0 - focus) * 2.2 - 0.25, 0), 1) * amount * (1 - $1)
        }
        .gaussianBlurred(sigma: Float(width) / 120, parallelism: parallelism)
        for (number, radius) in [Float(2), 5, 9].enumerated() {
            let soft = state.image.mapPlanes {
                $0.gaussianBlurred(sigma: radius * state.scale, parallelism: parallelism)
            }
            let (low, high) = (Float(number) / 3, Float(number + 1) / 3)
            let share = blurShare.smoothstep(low, high, parallelism: parallelism)
            state.image.updateSequence(reading: soft.planes + [share], parallelism: parallelism) { image, p, count in
                pk_blend_over(image, pk_rgb(reading: p[0...]), p[3], 1, count)
            }
        }
    }
}

extension RenderState {
    fileprivate func focusDepth() -> Float {
        let sharpness = relief.detail.map { abs($0) }.gaussianBlurred(
            sigma: Float(width) / 40,
            parallelism: parallelism
        )
        var (sum, total) = (0.0, 0.0)
        for y in stride(from: 0, to: height, by: 4) {
            for x in stride(from: 0, to: width, by: 4) {
                let dx = (Float(x) / Float(width) - 0.5) / 0.3, dy = (Float(y) / Float(height) - 0.55) / 0.35
                let central = max(0, 1 - 0.35 * (dx * dx + dy * dy))
                let weight = Double(sharpness[x, y] * central + 0.2 * scene.protected.alpha[x, y])
                sum += weight * Double(scene.depth[x, y])
                total += weight
            }
        }
        return total > 0 ? Float(sum / total) : 0.3
    }
}
