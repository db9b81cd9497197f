import CPixelKernels

/// Smooth random fields: lattices of random numbers at ever finer scales, interpolated and summed. Values lie around .5
/// and mostly within 0…1.
struct FractalNoise: Sendable {
    /// Width of the coarsest lattice's cells, in pixels.
    let scale: Float
    let octaves: Int
    /// Amplitude of each octave over that of the one before.
    var gain: Float = 0.5
    /// How much wider and taller than `scale` cells are.
    var stretchX: Float = 1
    var stretchY: Float = 1

    private struct Octave {
        let cellWidth: Float
        let cellHeight: Float
        let columns: Int
        let rows: Int
        let offsetX: Float
        let offsetY: Float
        let amplitude: Float
        let stream: SeedStream
        let start: Int
    }

    func plane(width: Int, height: Int, seed: UInt32, salt: UInt32, parallelism: Parallelism) -> Plane {
        let octaves = layout(width: width, height: height, seed: seed, salt: salt)
        let rowCount = octaves.reduce(0) { $0 + $1.rows }
        let widest = octaves.reduce(0) { max($0, $1.columns) }
        let lattices = Plane(width: width, height: rowCount, parallelism: parallelism) { out, rows in
            withScratch(count: widest) { scratch in
                for octave in octaves {
                    let first = max(rows.lowerBound, octave.start),
                        end = min(rows.upperBound, octave.start + octave.rows)
                    guard first < end else { continue }
                    pk_noise_lattice(
                        out + octave.start * width,
                        Int32(width),
                        Int32(octave.columns),
                        octave.stream.bits,
                        octave.cellWidth,
                        octave.offsetX,
                        Int32(first - octave.start),
                        Int32(end - octave.start),
                        scratch
                    )
                }
            }
        }
        return Plane.withPointers([lattices]) { lattice in
            let kernels = octaves.map {
                pk_octave(
                    upsampled: lattice[0] + $0.start * width,
                    cell_height: $0.cellHeight,
                    offset: $0.offsetY,
                    amplitude: $0.amplitude
                )
            }
            return Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                pk_noise_rows(
                    out,
                    Int32(width),
                    kernels,
                    Int32(kernels.count),
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
    }

    private func layout(width: Int, height: Int, seed: UInt32, salt: UInt32) -> [Octave] {
        var result: [Octave] = []
        var (amplitude, total, divisor, start) = (Float(1), Float(0), Float(1), 0)
        for number in 0..<octaves {
            let stream = SeedStream(seed: seed, salt: salt &* 64 &+ UInt32(number))
            let cellWidth = max(1.5, scale * stretchX / divisor), cellHeight = max(1.5, scale * stretchY / divisor)
            let columns = Int((Float(width) / cellWidth).rounded(.up)) + 5
            let rows = Int((Float(height) / cellHeight).rounded(.up)) + 5
            result.append(
                Octave(
                    cellWidth: cellWidth,
                    cellHeight: cellHeight,
                    columns: columns,
                    rows: rows,
                    offsetX: 1 + stream[1 << 30],
                    offsetY: 1 + stream[1 << 30 + 1],
                    amplitude: amplitude,
                    stream: stream,
                    start: start
                )
            )
            start += rows
            total += amplitude
            amplitude *= gain
            divisor *= 2
        }
        return result.map { octave in
            Octave(
                cellWidth: octave.cellWidth,
                cellHeight: octave.cellHeight,
                columns: octave.columns,
                rows: octave.rows,
                offsetX: octave.offsetX,
                offsetY: octave.offsetY,
                amplitude: octave.amplitude / total,
                stream: octave.stream,
                start: octave.start
            )
        }
    }
}
