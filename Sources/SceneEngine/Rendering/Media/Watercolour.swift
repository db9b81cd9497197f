import CPixelKernels

extension RenderStep {
    /// Washes of pigment that pool, granulate and dry with dark edges on white paper.
    static let watercolour = RenderStep("painting in watercolour", for: .watercolour) { state in
        var canvas = ArtCanvas(state)
        let detail = canvas.image
        canvas.simplify(radius: 5)
        // Brushes leave detail out; of faces they keep it.
        let keep = state.scene.protected.alpha.map { 0.10 + 0.55 * $0 }
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
        canvas.image = state.wobbling(canvas.image)
        canvas.image.updateSequence(reading: [state.scene.protected.alpha], parallelism: state.parallelism) {
            image,
            p,
            count in
            pk_lay_washes(image, p[0], count)
        }
        let tone = canvas.tone()
        // Pigment runs to the rim of a wash and dries there: on the darker side of an edge.
        let near = tone.gaussianBlurred(sigma: 0.9 * state.scale, parallelism: state.parallelism)
        let wide = tone.gaussianBlurred(sigma: 4 * state.scale, parallelism: state.parallelism)
        let edges = near.combined(with: wide) { min(max($1 - $0, 0) * 4, 0.6) }
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

extension RenderState {
    /// Edges as a loaded brush draws them: a few pixels beside the photograph's, except in faces.
    fileprivate func wobbling(_ image: LinearImage) -> LinearImage {
        let shift = { (salt: UInt32, start: @escaping (Int, Int) -> Int) -> Plane in
            let noise = noise(FractalNoise(scale: 26 * scale, octaves: 3), salt: salt)
            return Plane.withPointers([noise, scene.protected.alpha]) { p in
                Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                    for y in rows {
                        for x in 0..<width {
                            let i = y * width + x
                            out[i] = Float(start(x, y)) + 9 * scale * (p[0][i] - 0.5) * (1 - 0.9 * p[1][i])
                        }
                    }
                }
            }
        }
        let (x, y) = (shift(203) { x, _ in x }, shift(204) { _, y in y })
        return image.mapPlanes { $0.warped(x: x, y: y, parallelism: parallelism) }
    }
}
