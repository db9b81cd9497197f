import CPixelKernels

/// A square field that looks like clouds seen from below: billows, pulled about by slower noise. Mean .5, deviation
/// .105, so that thresholds mean the same for every seed.
struct CloudTexture: Sendable {
    let plane: Plane
    var side: Int { plane.width }

    init(side: Int = 1024, seed: UInt32, salt: UInt32, parallelism: Parallelism) {
        let noise = { (divisor: Float, octaves: Int, gain: Float, number: UInt32) in
            FractalNoise(scale: Float(side) / divisor, octaves: octaves, gain: gain).plane(
                width: side,
                height: side,
                seed: seed,
                salt: salt + number,
                parallelism: parallelism
            )
        }
        let mixed = Plane.withPointers([noise(4, 8, 0.52, 0), noise(9, 6, 0.55, 1), noise(22, 5, 0.6, 2)]) { planes in
            Plane(width: side, height: side, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * side
                let (base, first, second) = (planes[0] + offset, planes[1] + offset, planes[2] + offset)
                pk_cloud_mix(out + offset, base, first, second, rows.count * side)
            }
        }
        let warped = Plane.withPointers([mixed, noise(10, 4, 0.5, 3), noise(10, 4, 0.5, 4)]) { planes in
            Plane(width: side, height: side, parallelism: parallelism) { out, rows in
                pk_cloud_texture(
                    out,
                    Int32(side),
                    planes[0],
                    planes[1],
                    planes[2],
                    Float(side) * 0.055,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        let mean = warped.mean
        let squares = warped.pixels.reduce(0.0) { $0 + Double(($1 - mean) * ($1 - mean)) }
        let deviation = max(1e-6, Float((squares / Double(side * side)).squareRoot()))
        plane = warped.scaled(by: 0.105 / deviation, offset: 0.5 - mean * 0.105 / deviation, parallelism: parallelism)
    }
}
