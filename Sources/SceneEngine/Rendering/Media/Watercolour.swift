import CPixelKernels

extension RenderStep {
    /// Washes of pigment that pool, granulate and dry with dark edges on white paper.
    static let watercolour = RenderStep("painting in watercolour", for: .watercolour) { state in
        var canvas = ArtCanvas(state)
        let detail = canvas.image
        canvas.simplify(radius: 5)
        let keep = state.scene.protected.alpha.map { 0.30 + 0.5 * $0 }
        canvas.update(reading: detail.planes + [keep]) { image, p, rows in
            let offset = rows.lowerBound * keep.width
            pk_blend_over(
                image.advanced(by: offset),
                pk_rgb(reading: p[0...]).advanced(by: offset),
                p[3] + offset,
                1,
                rows.count * keep.width
            )
        }
        let tone = canvas.tone()
        let near = tone.gaussianBlurred(sigma: 1.2 * state.scale, parallelism: state.parallelism)
        let wide = tone.gaussianBlurred(sigma: 4 * state.scale, parallelism: state.parallelism)
        let edges = near.combined(with: wide) { min(abs($0 - $1) * 3, 0.5) }
        let planes = [
            state.noise(FractalNoise(scale: 150 * state.scale, octaves: 5), salt: 201),
            state.noise(FractalNoise(scale: 34 * state.scale, octaves: 4, gain: 0.6), salt: 202), canvas.paper(state),
            edges,
        ]
        let (width, height) = (Int32(state.width), Int32(state.height))
        canvas.update(reading: planes) { image, p, rows in
            pk_watercolour_rows(
                image,
                p[0],
                p[1],
                p[2],
                p[3],
                width,
                height,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        canvas.paint(into: &state)
    }
}
