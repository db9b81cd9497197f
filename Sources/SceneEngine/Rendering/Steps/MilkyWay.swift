import CPixelKernels
import Foundation

extension RenderStep {
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
        let planes = [plate.clear, noise(3, 3, 0.5, 31), noise(7, 8, 0.68, 32), noise(11, 7, 0.64, 33)]
        let center = state.clearestSky(horizon: plate.horizon, wish: 0.5).x
        let strength = 2.6 * state.strength(of: .milkyWay), horizon = plate.horizon
        let fullHeight = Int32(state.height)
        let angle: Float = -0.95
        plate.image.update(reading: planes, parallelism: state.parallelism) { sky, p, rows in
            pk_milky_way_add(
                sky,
                p[0],
                Int32(width),
                fullHeight,
                horizon,
                center,
                angle,
                strength,
                p[1],
                p[2],
                p[3],
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        let dots = state.galaxyStars(plate, center: center, angle: angle)
        plate.image.update(parallelism: state.parallelism) { sky, _, rows in
            pk_dots_add(sky, Int32(width), dots, dots.count, 0.9, Int32(rows.lowerBound), Int32(rows.upperBound))
        }
        state.sky = plate
    }
}

extension RenderState {
    /// The band's own stars, so many and faint that they look like dust: denser towards its middle.
    fileprivate func galaxyStars(_ plate: SkyPlate, center: Float, angle: Float) -> [pk_dot] {
        let random = stream(34)
        let (along, across) = (Float(cos(Double(angle))), Float(sin(Double(angle))))
        let area = Float(width * height) / (700 * 1024) / max(1, scale * scale)
        return (0..<Int(7000 * strength(of: .milkyWay) * area)).compactMap { index in
            let n = index * 8
            let offset = (random[n] + random[n + 1] + random[n + 2] - 1.5) * 0.13
            let place = (random[n + 3] - 0.5) * 2.2
            let x = center + (place * along + offset * across) * Float(width)
            let y = 0.35 * Float(height) + (place * across - offset * along) * Float(width)
            guard x >= 0, x < Float(width), y >= 0, y < min(plate.horizon, Float(plate.height)) else { return nil }
            let fade = min(1, (1 - y / plate.horizon) * 2.2) * plate.clear[Int(x), Int(y)]
            let light = (0.03 + 0.22 * random[n + 4] * random[n + 4] * random[n + 4]) * fade
            let color = pk_color(1 + 0.2 * (random[n + 5] - 0.5), 1, 1 + 0.3 * (random[n + 6] - 0.4)) * light
            return pk_dot(x: x, y: y, radius: 0.85 * max(0.9, scale), color: color)
        }
    }
}
