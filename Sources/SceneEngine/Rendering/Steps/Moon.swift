import CPixelKernels

extension RenderStep {
    /// A full moon with its halo, where the sky has most room for it.
    static let moon = RenderStep("letting the moon rise", for: .moon) { state in
        guard var plate = state.sky else { return }
        let radius = min(0.030 * Float(max(state.width, state.height)), 0.2 * plate.horizon)
        let place = state.clearestSky(horizon: plate.horizon, wish: 0.72, margin: 1.8 * radius)
        let side = 128
        let texture = state.noise(FractalNoise(scale: 50, octaves: 5), salt: 51, width: side, height: side)
        let width = Int32(state.width)
        let isNight = state.mood?.isDark ?? false
        let brightness: Float = isNight ? 0.72 : 0.55
        plate.image.update(reading: [plate.clear], parallelism: state.parallelism) { sky, p, rows in
            Plane.withPointers([texture]) { texture in
                pk_moon_add(
                    sky,
                    p[0],
                    width,
                    place.x,
                    place.y,
                    radius,
                    texture[0],
                    Int32(side),
                    brightness,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        state.sky = plate
    }
}

extension RenderState {
    /// The place in the sky that is farthest from everything that stands before it, near a wished share of the width and
    /// at least `margin` pixels inside the frame.
    func clearestSky(horizon: Float, wish: Float, margin: Float = 0) -> (x: Float, y: Float) {
        let open = scene.sky.alpha.downsampled(width: width / 8, height: height / 8, parallelism: parallelism)
            .gaussianBlurred(sigma: Float(width) / 144, parallelism: parallelism)
        var best = (x: wish * Float(width), y: 0.3 * horizon, score: -Float.infinity)
        for y in 0..<open.height {
            for x in 0..<open.width {
                let (across, down) = ((Float(x) + 0.5) / Float(open.width), (Float(y) + 0.5) * 8)
                let column = across * Float(width)
                guard column >= margin, column <= Float(width) - margin, down >= margin else { continue }
                let score = open[x, y] - 0.25 * abs(across - wish) - 0.4 * abs(down / max(horizon, 1) - 0.38)
                if score > best.score { best = (column, down, score) }
            }
        }
        return (best.x, best.y)
    }
}
