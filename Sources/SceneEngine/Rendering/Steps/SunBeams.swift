import CPixelKernels

/// Light drawn away from the sun, 0 to about 1, at a quarter of the picture's size: bright where it comes through, in shafts of
/// different strength, and missing behind what stands in its way.
struct SunBeams: Sendable {
    let plane: Plane

    init(state: RenderState, x: Float, y: Float, hasSky: Bool) {
        let parallelism = state.parallelism
        let light = state.image.luminance(parallelism: parallelism)
        // In a wood light comes through wherever it is bright.
        let open =
            hasSky
            ? light.combined(with: state.scene.sky.alpha) { min($0 * 1.2, 1) * $1 }
            : light.map { 0.35 + 0.65 * smoothRise(0.15, 0.6, $0) }
        let small = open.downsampled(width: state.width / 4, height: state.height / 4, parallelism: parallelism)
        let center = (x: x / 4, y: y / 4)
        let reach = Float(small.width) * (hasSky ? 0.55 : 0.8)
        var plane = small
        for pass in 0..<6 {
            let pull = 0.55 / Float(1 << (5 - pass))
            plane = Plane.withPointers([plane]) { p in
                Plane(width: plane.width, height: plane.height, parallelism: parallelism) { out, rows in
                    pk_radial_rows(
                        out,
                        p[0],
                        Int32(plane.width),
                        Int32(plane.height),
                        center.x,
                        center.y,
                        pull,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
        let shafts = Self.shafts(seed: state.seed)
        for row in 0..<plane.height {
            for column in 0..<plane.width {
                let (dx, dy) = (Float(column) - center.x, Float(row) - center.y)
                // Like an angle, and without a trigonometric function: 0…1 once around, beginning straight up.
                let slope = dx / max(1e-3, abs(dx) + abs(dy))
                let turn = dy < 0 ? (slope < 0 ? 1 + 0.25 * slope : 0.25 * slope) : 0.5 - 0.25 * slope
                let shaft = shafts[min(shafts.count - 1, Int(turn * Float(shafts.count)))]
                let near = max(0, 1 - (dx * dx + dy * dy).squareRoot() / reach)
                plane[column, row] *= near * (0.12 + 0.88 * max(shaft, near * near * near * near))
            }
        }
        self.plane = plane
    }

    /// How much light each direction gets: a few broad shafts, and gaps between them.
    private static func shafts(seed: UInt32) -> [Float] {
        let wave = WaveNoise(cells: 22, octaves: 3, seed: seed, salt: 165)
        return (0..<2048).map { smoothRise(0.42, 0.66, wave[Float($0) / 2048]) }
    }
}
