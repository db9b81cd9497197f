import CPixelKernels

extension RenderStep {
    /// For close views, portraits and rooms, where snow on things would be wrong: frost ferns grown in from the
    /// picture's border, as on a window pane.
    static let windowFrost = RenderStep(
        "growing frost",
        isNeeded: { $0.contains(.snow) || $0.contains(.winter) || $0.contains(.frost) }
    ) { state in
        let isIndoors = !state.takesWeather
        let asked = max(
            state.strength(of: .frost),
            isIndoors ? max(state.strength(of: .snow), state.strength(of: .winter)) : 0
        )
        guard asked > 0, isIndoors else { return }
        let amount = min(1, 0.4 + 0.6 * asked)
        let (width, height, scale, parallelism) = (state.width, state.height, state.scale, state.parallelism)
        let soft = state.image.mapPlanes { $0.gaussianBlurred(sigma: 6 * scale, parallelism: parallelism) }
        let warp = state.noise(FractalNoise(scale: 60 * scale, octaves: 4), salt: 193)
        let fern = state.noise(FractalNoise(scale: 26 * scale, octaves: 5, gain: 0.62), salt: 192)
            .bent(by: warp, reach: 55 * scale, parallelism: parallelism)
        let planes =
            soft.planes + [
                state.noise(FractalNoise(scale: 120 * scale, octaves: 5, gain: 0.55), salt: 191), fern,
                state.noise(FractalNoise(scale: 9 * scale, octaves: 4, gain: 0.6), salt: 194),
                state.scene.protected.alpha,
            ]
        let mean = state.image.luminance(parallelism: parallelism).mean
        let light = 0.55 + 0.45 * min(max(mean / 0.2, 0.3), 1)
        state.image.update(reading: planes, parallelism: parallelism) { image, p, rows in
            pk_window_frost_rows(
                image,
                pk_rgb(reading: p[0...]),
                p[3],
                p[4],
                p[5],
                p[6],
                Int32(width),
                Int32(height),
                amount,
                light,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
    }
}

extension Plane {
    /// This plane with each pixel fetched from where a noise plane pushes it.
    fileprivate func bent(by noise: Plane, reach: Float, parallelism: Parallelism) -> Plane {
        var x = noise, y = noise
        for row in 0..<height {
            for column in 0..<width {
                let push = (noise[column, row] - 0.5) * reach
                x[column, row] = Float(column) + push
                y[column, row] = Float(row) - 0.85 * push
            }
        }
        return warped(x: x, y: y, parallelism: parallelism)
    }
}
