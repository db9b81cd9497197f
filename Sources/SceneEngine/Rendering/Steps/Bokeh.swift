import CPixelKernels

extension RenderStep {
    /// Blurs what is far from the subject's distance, as a fast lens does: into discs, which bright points show, and
    /// without the subject's colours running out into its surroundings.
    static let bokeh = RenderStep("opening the aperture", for: .bokeh) { state in
        let parallelism = state.parallelism
        let share = state.defocusShare()
        let (width, height) = (max(1, state.width / 2), max(1, state.height / 2))
        let reduce = { (plane: Plane) in plane.downsampled(width: width, height: height, parallelism: parallelism) }
        let small = state.image.mapPlanes(reduce)
        // Only what is out of focus spreads, and bright points outshine their surroundings.
        let weight = reduce(share).combined(with: small.luminance(parallelism: parallelism)) {
            (0.001 + $0) * (1 + 3 * smoothRise(0.55, 1, $1))
        }
        for (radius, low, high) in [(Float(3.5), Float(0.02), Float(0.4)), (9, 0.4, 1)] {
            let total = weight.discBlurred(radius: radius * state.scale / 2, parallelism: parallelism)
            let soft = small.mapPlanes { plane in
                plane.multiplied(by: weight, parallelism: parallelism)
                    .discBlurred(radius: radius * state.scale / 2, parallelism: parallelism)
                    .combined(with: total) { $0 / $1 }
                    .resampled(width: state.width, height: state.height, parallelism: parallelism)
            }
            let blend = share.smoothstep(low, high, parallelism: parallelism)
            state.image.updateSequence(reading: soft.planes + [blend], parallelism: parallelism) { image, p, count in
                pk_blend_over(image, pk_rgb(reading: p[0...]), p[3], 1, count)
            }
        }
    }
}

extension RenderState {
    /// 0 in focus … 1 as blurred as asked for.
    fileprivate func defocusShare() -> Plane {
        let focus = focusedDepth()
        // A subject has some depth of its own.
        let slack = max(0.10, focus.deviation)
        let amount = strength(of: .bokeh)
        let share = scene.depth.combined(with: scene.protected.alpha) {
            min(max((abs($0 - focus.mean) - slack) * 2.4, 0), 1) * amount * (1 - $1)
        }
        return GuidedFilter(
            guide: scene.luma,
            radius: max(4, width / 60),
            epsilon: 1e-3,
            subsampling: 4,
            parallelism: parallelism
        ).apply(to: share).clamped(parallelism: parallelism)
    }

    /// The distance of the subject, which is what is sharp, near the centre, or a person.
    private func focusedDepth() -> (mean: Float, deviation: Float) {
        let sharpness = relief.detail.map { abs($0) }.gaussianBlurred(
            sigma: Float(width) / 40,
            parallelism: parallelism
        )
        var (sum, squares, total) = (0.0, 0.0, 1e-9)
        for y in stride(from: 0, to: height, by: 4) {
            for x in stride(from: 0, to: width, by: 4) {
                let dx = (Float(x) / Float(width) - 0.5) / 0.3, dy = (Float(y) / Float(height) - 0.55) / 0.35
                let central = max(0, 1 - 0.35 * (dx * dx + dy * dy))
                let weight = Double(sharpness[x, y] * central + 0.2 * scene.protected.alpha[x, y])
                let depth = Double(scene.depth[x, y])
                sum += weight * depth
                squares += weight * depth * depth
                total += weight
            }
        }
        let mean = sum / total
        return (Float(mean), Float(max(0, squares / total - mean * mean).squareRoot()))
    }
}

extension Plane {
    /// The mean over a disc of `radius` pixels.
    func discBlurred(radius: Float, parallelism: Parallelism) -> Plane {
        Plane.withPointers([self]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                pk_disc_blur_rows(
                    out,
                    p[0],
                    Int32(width),
                    Int32(height),
                    radius,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
    }
}
