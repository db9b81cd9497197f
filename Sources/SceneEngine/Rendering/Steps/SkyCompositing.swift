import CPixelKernels

extension RenderStep {
    /// Puts the new sky where the old one was.
    static let skyCompositing = RenderStep("joining land and sky", isNeeded: { LightMood(for: $0) != nil }) { state in
        guard let sky = state.sky else { return }
        let (width, height) = (state.width, sky.height)
        Plane.withPointers(sky.image.planes) { skyPlanes in
            state.image.update(reading: [state.scene.sky.alpha], parallelism: state.parallelism) { image, p, rows in
                let end = min(rows.upperBound, height)
                guard rows.lowerBound < end else { return }
                let offset = rows.lowerBound * width
                pk_blend_over(
                    image.advanced(by: offset),
                    pk_rgb(reading: skyPlanes[0...]).advanced(by: offset),
                    p[0] + offset,
                    1,
                    (end - rows.lowerBound) * width
                )
            }
        }
    }
}
