import CPixelKernels
import Foundation

extension RenderStep {
    /// Curtains of light: folded bands whose lower border is sharp and whose rays fade upwards.
    static let aurora = RenderStep("hanging the aurora", for: .aurora) { state in
        guard var plate = state.sky else { return }
        let width = state.width / 2, height = max(8, Int(plate.horizon / 2))
        var light = LinearImage(width: width, height: height)
        for number in 0..<AuroraCurtain.count {
            AuroraCurtain(number: number, seed: state.seed).add(to: &light, parallelism: state.parallelism)
        }
        let darkness: Float = state.mood?.name == LightMood.night.name ? 1 : 0.85
        let strength = (0.20 + 1.35 * state.strength(of: .aurora)) * darkness
        let (fullWidth, horizon) = (state.width, plate.horizon)
        plate.image.update(reading: [plate.clear], parallelism: state.parallelism) { sky, planes, rows in
            Plane.withPointers(light.planes) { curtain in
                pk_aurora_add(
                    sky,
                    planes[0],
                    Int32(fullWidth),
                    horizon,
                    pk_rgb(reading: curtain[0...]),
                    Int32(width),
                    Int32(height),
                    strength,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        state.sky = plate
    }
}

/// One of the curtains; each hangs farther away, lower and fainter than the one before.
private struct AuroraCurtain {
    static let count = 3
    private static let samplesPerColumn = 24

    let number: Int
    let seed: UInt32

    private func wave(_ salt: UInt32, cells: Float, octaves: Int) -> WaveNoise {
        WaveNoise(cells: cells, octaves: octaves, seed: seed, salt: 4_100 + UInt32(number) * 16 + salt)
    }

    func add(to light: inout LinearImage, parallelism: Parallelism) {
        let (width, height) = (light.width, light.height)
        let source = footprint(width: width, height: height)
            .gaussianBlurred(sigma: max(0.8, Float(height) * 0.012), parallelism: parallelism)
        let (green, tall) = rise(source, parallelism: parallelism)
        let wide = green.gaussianBlurred(sigma: Float(width) / 14, parallelism: parallelism)
        light.update(reading: [green, tall, wide], parallelism: parallelism) { curtain, planes, rows in
            pk_aurora_tint(
                curtain,
                planes[0],
                planes[1],
                planes[2],
                pk_color(0.14, 1.0, 0.42),
                pk_color(0.55, 0.14, 0.90),
                Int32(width),
                Int32(height),
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
    }

    /// The curtain's lower border, seen from the ground: a line that folds back over itself, brighter where it does.
    private func footprint(width: Int, height: Int) -> Plane {
        let count = width * Self.samplesPerColumn
        let random = SeedStream(seed: seed, salt: 4_000 + UInt32(number))
        let base = [0.80, 0.60, 0.42][number % 3] + 0.06 * (random[0] - 0.5)
        let slope = 0.5 * (random[1] - 0.5)
        let (bends, folds) = (wave(0, cells: 4, octaves: 3), wave(1, cells: 16, octaves: 2))
        let (drift, ripple) = (wave(2, cells: 3, octaves: 3), wave(3, cells: 22, octaves: 2))
        let (gate, rays, fineRays) = (
            wave(4, cells: 5, octaves: 3), wave(5, cells: 90, octaves: 2), wave(6, cells: 260, octaves: 2)
        )
        let brightness: Float = [1, 0.75, 0.55][number % 3] * 1.5 / Float(Self.samplesPerColumn)
        var plane = Plane(width: width, height: height)
        for index in 0..<count {
            let s = Float(index) / Float(count - 1)
            let fold = (bends[s] - 0.5) * 0.34 + (folds[s] - 0.5) * 0.045
            let x = (s * 1.5 - 0.25 + fold) * Float(width) - 0.5
            let swing = (drift[s] - 0.5) * 0.34 + (ripple[s] - 0.5) * 0.035
            let y = (Float(base) + (s - 0.5) * slope + swing) * Float(height)
            let shine =
                smoothRise(0.30, 0.68, gate[s])
                * (0.45 + 0.55 * rays[s] + 0.6 * max(0, fineRays[s] - 0.35)) * brightness
            let column = Int(x.rounded(.down)), row = min(max(Int(y), 0), height - 1)
            let fraction = x - Float(column)
            if column >= 0, column < width { plane[column, row] += shine * (1 - fraction) }
            if column + 1 >= 0, column + 1 < width { plane[column + 1, row] += shine * fraction }
        }
        return plane
    }

    private func rise(_ source: Plane, parallelism: Parallelism) -> (green: Plane, tall: Plane) {
        let (width, height) = (source.width, source.height)
        let heights = wave(7, cells: 7, octaves: 3)
        let reach = (0..<width).map { Float(height) * (0.07 + 0.17 * heights[Float($0) / Float(width)]) }
        let greenDecay = reach.map { Float(exp(Double(-1 / $0))) }
        let tallDecay = reach.map { Float(exp(Double(-1 / ($0 * 1.9)))) }
        var green = Plane(width: width, height: height), tall = green
        green.pixels.withUnsafeMutableBufferPointer { green in
            tall.pixels.withUnsafeMutableBufferPointer { tall in
                pk_aurora_rise(
                    source.pixels,
                    green.baseAddress,
                    tall.baseAddress,
                    greenDecay,
                    tallDecay,
                    Int32(width),
                    Int32(height),
                    0,
                    Int32(width)
                )
            }
        }
        return (green, tall)
    }
}

/// Smooth noise along a line, for 0…1: values around .5.
struct WaveNoise {
    private let cells: Float
    private let octaves: Int
    private let streams: [SeedStream]

    init(cells: Float, octaves: Int, seed: UInt32, salt: UInt32) {
        self.cells = cells
        self.octaves = octaves
        streams = (0..<octaves).map { SeedStream(seed: seed, salt: salt &* 8 &+ UInt32($0) &+ 90_000) }
    }

    subscript(position: Float) -> Float {
        var (sum, total, amplitude, frequency) = (Float(0), Float(0), Float(1), cells)
        for stream in streams {
            let place = position * frequency + stream[1 << 20]
            let cell = place.rounded(.down), fraction = place - cell
            let t = fraction * fraction * (3 - 2 * fraction)
            let index = Int(cell)
            sum += amplitude * (stream[index] * (1 - t) + stream[index + 1] * t)
            total += amplitude
            amplitude *= 0.5
            frequency *= 2
        }
        return sum / total
    }
}
