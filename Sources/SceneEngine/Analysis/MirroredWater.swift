import Foundation

/// Calm water: below a level line the picture repeats, upside down, what is above it.
///
/// For each row the vertical slopes of the colours above are compared with those below, in 40 strips side by side. Slopes
/// rather than colours, since water takes light away and adds a colour of its own.
struct MirroredWater: Sendable {
    /// The row that the picture is mirrored about; nil when it is not.
    let row: Int?
    /// Whether the image alone is proof of water. Ripples and a low bank leave a faint one, which is worth something under a
    /// sky that is certain.
    let isCertain: Bool
    /// The share of the strips that show the image, weighted by how well they do.
    let strength: Float
    /// The columns that show the image.
    private let isMirrored: [Bool]
    /// How many rows below the line were compared.
    let reach: Int

    private static let stripCount = 40
    /// The strength from which a faint image counts.
    private static let leastFaint: Float = 0.05

    init(_ f: SceneFeatures) {
        let isLargeEnough = f.width >= Self.stripCount && f.height >= Self.stripCount
        let scores = isLargeEnough ? Self.scores(f) : []
        let best = scores.indices.max { scores[$0].total < scores[$1].total }
        let distance = f.height / 10
        guard let best, scores[best].total > Self.leastFaint else {
            self.init(row: nil)
            return
        }
        // Rows of windows and boards are mirrored about every one of them; a lake has one shore.
        let second = scores.indices.filter { abs($0 - best) > distance }.map { scores[$0].total }.max() ?? 0
        let isCertain = scores[best].total > 0.09
        let shown = scores[best].strips.map { $0 > (isCertain ? 0.45 : 0.2) }
        let reach = min(f.height / 4, f.height - 2 - best)
        let columns = (0..<f.width).map { shown[min(Self.stripCount - 1, $0 * Self.stripCount / f.width)] }
        let share = Float(shown.filter { $0 }.count) / Float(Self.stripCount)
        guard second < (isCertain ? 0.5 : 0.25) * scores[best].total, share >= 0.3,
            isCertain || Self.isSmooth(f, below: best),
            Self.isDimmer(f, below: best, reach: reach, columns: columns)
        else {
            self.init(row: nil)
            return
        }
        self.init(row: best, isCertain: isCertain, strength: scores[best].total, isMirrored: columns, reach: reach)
    }

    private init(
        row: Int?,
        isCertain: Bool = false,
        strength: Float = 0,
        isMirrored: [Bool] = [],
        reach: Int = 0
    ) {
        self.row = row
        self.isCertain = isCertain
        self.strength = strength
        self.isMirrored = isMirrored
        self.reach = reach
    }

    /// Where the mirror image is: the surface for certain.
    func surface(_ f: SceneFeatures) -> PixelMask {
        guard let row else { return PixelMask(width: f.width, height: f.height) }
        return f.mask { i in isMirrored[i % f.width] && (row + 3...row + reach).contains(i / f.width) }
    }

    private typealias Score = (total: Float, strips: [Float])

    /// For each row how well each strip is mirrored about it or a row beside it, and the mean of what exceeds chance.
    private static func scores(_ f: SceneFeatures) -> [Score] {
        let strips = zip([f.color.lightness, f.color.a, f.color.b], [1, 2, 2] as [Float]).map { plane, weight in
            plane.downsampled(width: stripCount, height: f.height, parallelism: .serial)
                .boxBlurred(across: 0, down: 1, parallelism: .serial)
                .boxBlurred(across: 0, down: 1, parallelism: .serial)
                .map { $0 * weight }
        }
        let slopes = strips.map { plane in
            var slope = Plane(width: plane.width, height: plane.height)
            for y in 1..<max(1, plane.height - 1) {
                for x in 0..<plane.width { slope[x, y] = 0.5 * (plane[x, y + 1] - plane[x, y - 1]) }
            }
            return slope
        }
        let exact = (0..<f.height).map { agreement(strips, slopes, row: $0) }
        return exact.indices.map { row in
            let near = exact[max(0, row - 2)...min(f.height - 1, row + 2)]
            let best = (0..<stripCount).map { x in near.map { $0[x] }.max() ?? 0 }
            return (best.reduce(0) { $0 + max($1 - 0.3, 0) } / Float(stripCount), best)
        }
    }

    /// The correlation of the slopes above with the negated ones below, for each strip together with its neighbours, less
    /// where the colours differ or there is nothing to compare.
    private static func agreement(_ strips: [Plane], _ slopes: [Plane], row: Int) -> [Float] {
        let height = strips[0].height
        let rows = min(height / 4, height - 2 - row, row - 1)
        guard row >= height / 5, rows >= max(6, height / 20) else { return Array(repeating: 0, count: stripCount) }
        let sums = (0..<stripCount).map { x -> SIMD8<Float> in
            var sum = SIMD8<Float>()
            for d in 2...rows {
                for slope in slopes {
                    let (above, below) = (slope[x, row - d], slope[x, row + d])
                    sum += SIMD8(-above * below, above * above, below * below, 0, 0, 0, 0, 0)
                }
                let lightness = strips[0][x, row + d] - strips[0][x, row - d]
                let (a, b) = (
                    strips[1][x, row + d] - strips[1][x, row - d], strips[2][x, row + d] - strips[2][x, row - d]
                )
                sum += SIMD8(0, 0, 0, lightness, (a * a + b * b).squareRoot(), 0, 0, 0)
            }
            return sum
        }
        let samples = Float(rows - 1)
        return (0..<stripCount).map { x in
            let sum = (max(0, x - 1)...min(stripCount - 1, x + 1)).reduce(SIMD8<Float>()) { $0 + sums[$1] }
            let above = (sum[1] / (3 * samples)).squareRoot()
            let below = (sum[2] / (3 * samples)).squareRoot()
            guard below < 1.3 * above else { return 0 }
            let lightness = sums[x][3] / samples
            let (brighter, darker) = (max(lightness - 0.02, 0) / 0.08, min(lightness + 0.1, 0) / 0.25)
            let tint = sums[x][4] / samples / 0.09
            let isAlike = exp(-tint * tint - brighter * brighter - darker * darker)
            let isSeen = clamp01((above - 0.002) / 0.004) * clamp01((below - 0.001) / 0.002)
            let isLong = min(1, (Float(rows) / (0.2 * Float(height))).squareRoot())
            return max(0, sum[0] / (sum[1] * sum[2] + 1e-12).squareRoot()) * isAlike * isSeen * isLong
        }
    }

    /// Whether most of the picture below a row is smoother than land: grass, rock and pavements have a texture of 0.016 and more.
    private static func isSmooth(_ f: SceneFeatures, below row: Int) -> Bool {
        let surface = f.mask { $0 / f.width > row + 3 }
        return f.texture.values(where: surface).quantile(0.5) ?? 1 < 0.01
    }

    /// A mirror image is darker than what it shows, or ripples have taken its detail; carvings of an equal pattern are neither.
    private static func isDimmer(_ f: SceneFeatures, below row: Int, reach: Int, columns: [Bool]) -> Bool {
        var (detail, light): (SIMD2<Float>, SIMD2<Float>) = (SIMD2(), SIMD2())
        for d in 2..<max(3, min(reach, row)) {
            for x in 0..<f.width - 1 where columns[x] {
                for (side, y) in [row - d, row + d].enumerated() {
                    let here = f.color.lightness[x, y]
                    detail[side] += abs(f.color.lightness[x + 1, y] - here)
                    light[side] += here
                }
            }
        }
        let count = Float(max(1, columns.filter { $0 }.count * (min(reach, row) - 2)))
        return detail[1] < 0.8 * detail[0] || light[1] / count < light[0] / count - 0.03
    }
}
