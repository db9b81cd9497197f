import CPixelKernels
import Foundation

extension RenderStep {
    /// A branching bolt that lights the clouds around it.
    static let lightning = RenderStep("striking lightning", for: .lightning) { state in
        guard var plate = state.sky else { return }
        var bolt = LightningBolt(random: state.stream(161), reach: plate.horizon * 0.98)
        bolt.strike(fromX: Float(state.width) * (0.25 + 0.5 * state.stream(162)[0]), width: Float(state.width) / 900)
        let (width, height, parallelism) = (state.width, plate.height, state.parallelism)
        let core = Plane(width: width, height: height, parallelism: parallelism) { out, rows in
            (out + rows.lowerBound * width).update(repeating: 0, count: rows.count * width)
            pk_streaks_add(
                out,
                Int32(width),
                bolt.segments,
                bolt.segments.count,
                0.9,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }.clamped(parallelism: parallelism)
        let size = Float(width)
        let layers: [(sigma: Float, weight: Float)] = [(size / 260, 0.7), (size / 60, 0.9), (size / 14, 1.3)]
        var light = core.scaled(by: 1.6, parallelism: parallelism)
        for layer in layers {
            let glow = core.gaussianBlurred(sigma: layer.sigma, parallelism: parallelism)
            light = light.combined(with: glow) { $0 + layer.weight * $1 }
        }
        let color = pk_color(0.78, 0.83, 1.0) * state.strength(of: .lightning)
        plate.image.update(reading: [light], parallelism: parallelism) { sky, p, rows in
            pk_tinted_add(
                sky,
                p[0],
                Int32(width),
                Int32(height),
                color,
                Int32(width),
                Int32(height),
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        state.sky = plate
    }
}

private struct LightningBolt {
    let random: SeedStream
    let reach: Float
    private(set) var segments: [pk_streak] = []
    private var draws = 0

    init(random: SeedStream, reach: Float) {
        self.random = random
        self.reach = reach
    }

    mutating func strike(fromX x: Float, width: Float) { branch(x: x, y: 0, end: reach, width: width, generation: 0) }

    private mutating func draw() -> Float {
        draws += 1
        return random[draws]
    }

    private mutating func branch(x: Float, y: Float, end: Float, width: Float, generation: Int) {
        var (x, y, lean) = (x, y, Float(0))
        while y < end {
            let length = reach * (0.02 + 0.03 * draw())
            let sway = (draw() + draw() + draw() - 1.5) * 1.0
            lean = lean * 0.35 + sway + (generation == 0 ? 0 : generation % 2 == 1 ? 0.12 : -0.12)
            let step = length * Float(tan(Double(min(max(lean, -0.95), 0.95))))
            let radius = max(0.7, width * 0.8)
            segments.append(
                pk_streak(x: x, y: y, radius: radius, trail_x: step, trail_y: length, alpha: 4 + length)
            )
            (x, y) = (x + step, y + length)
            if generation < 2, draw() < 0.13 {
                let stop = min(end, y + reach * (0.1 + 0.25 * draw()))
                branch(x: x, y: y, end: stop, width: width * 0.5, generation: generation + 1)
            }
        }
    }
}
