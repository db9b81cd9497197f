import CPixelKernels

extension RenderStep {
    /// A full moon with its halo, where the sky has most room for it.
    static let moon = RenderStep("letting the moon rise", for: .moon) { state in
        guard var plate = state.sky else { return }
        let place = state.clearestSky(horizon: plate.horizon, wish: 0.72)
        let side = 128
        let texture = state.noise(FractalNoise(scale: 50, octaves: 5), salt: 51, width: side, height: side)
        let (width, radius) = (Int32(state.width), 0.030 * Float(max(state.width, state.height)))
        let isNight = state.mood?.isDark ?? false
        let brightness: Float = isNight ? 1 : 0.55
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

    /// The milky way's band with its dark lanes.
    static let milkyWay = RenderStep("drawing the milky way", for: .milkyWay) { state in
        guard var plate = state.sky else { return }
        let (width, height) = (state.width, plate.height)
        let unchanged = state
        let noise = { (divisor: Float, octaves: Int, gain: Float, salt: UInt32) in
            unchanged.noise(
                FractalNoise(scale: Float(width) / divisor, octaves: octaves, gain: gain),
                salt: salt,
                width: width,
                height: height
            )
        }
        let planes = [plate.clear, noise(3, 3, 0.5, 31), noise(5, 7, 0.6, 32), noise(9, 6, 0.6, 33)]
        let center = state.clearestSky(horizon: plate.horizon, wish: 0.5).x
        let strength = 4.2 * state.strength(of: .milkyWay), horizon = plate.horizon
        let fullHeight = Int32(state.height)
        plate.image.update(reading: planes, parallelism: state.parallelism) { sky, p, rows in
            pk_milky_way_add(
                sky,
                p[0],
                Int32(width),
                fullHeight,
                horizon,
                center,
                -0.95,
                strength,
                p[1],
                p[2],
                p[3],
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        state.sky = plate
    }
}

extension RenderState {
    /// The place in the sky that is farthest from everything that stands before it, near a wished share of the width.
    func clearestSky(horizon: Float, wish: Float) -> (x: Float, y: Float) {
        let open = scene.sky.alpha.downsampled(width: width / 8, height: height / 8, parallelism: parallelism)
            .gaussianBlurred(sigma: Float(width) / 144, parallelism: parallelism)
        var best = (x: wish * Float(width), y: 0.3 * horizon, score: -Float.infinity)
        for y in 0..<open.height {
            for x in 0..<open.width {
                let (across, down) = ((Float(x) + 0.5) / Float(open.width), (Float(y) + 0.5) * 8)
                let score = open[x, y] - 0.25 * abs(across - wish) - 0.4 * abs(down / max(horizon, 1) - 0.38)
                if score > best.score { best = (across * Float(width), down, score) }
            }
        }
        return (best.x, best.y)
    }
}
