/// A straight horizon across a region that looks like sky above and below it: a lake or the sea under a hazy sky.
struct HorizonSplit: Sendable {
    let row: Int
    /// How clear the line is; below 0.03 there is none.
    let score: Float

    static func find(_ f: SceneFeatures, seeds: PixelMask, smoothness: Plane) -> HorizonSplit? {
        let search = HorizonSearch(f, seeds: seeds, smoothness: smoothness)
        var best: HorizonSplit?
        for row in Int(0.2 * Float(f.height))..<Int(0.9 * Float(f.height)) {
            guard let score = search.score(row), score > best?.score ?? 0 else { continue }
            best = HorizonSplit(row: row, score: score)
        }
        guard let best, best.score > 0.03 else { return nil }
        return best
    }
}

extension HorizonSplit {
    /// The share of columns whose steepest place nearby is a row, give or take two.
    static func alignedShare(of columns: [Int], with row: Int, _ f: SceneFeatures) -> Float {
        let rows = max(1, row - 8)..<min(f.height - 1, row + 9)
        let aligned = columns.filter { x in
            var (steepest, place) = (-Float.infinity, row)
            for y in rows where f.verticalSlope[x, y] > steepest {
                steepest = f.verticalSlope[x, y]
                place = y
            }
            return abs(place - row) <= 2
        }
        return Float(aligned.count) / Float(max(1, columns.count))
    }
}

private struct HorizonSearch {
    let f: SceneFeatures
    let smoothness: Plane
    /// Seeds of sky, grown a little.
    let sky: PixelMask
    /// Sums down each column of lightness and twice the colour, starting with a row of zeros.
    let sums: [[Float]]
    /// Half the height of the strips that are compared.
    let reach: Int

    init(_ f: SceneFeatures, seeds: PixelMask, smoothness: Plane) {
        self.f = f
        self.smoothness = smoothness
        sky = seeds.dilated(2)
        reach = max(3, f.height / 50)
        sums = zip([f.color.lightness, f.color.a, f.color.b], [1, 2, 2] as [Float]).map { plane, weight in
            var sums = [Float](repeating: 0, count: (f.height + 1) * f.width)
            for i in 0..<f.width * f.height { sums[i + f.width] = sums[i] + weight * plane.pixels[i] }
            return sums
        }
    }

    func score(_ row: Int) -> Float? {
        let (top, bottom) = (row - reach, min(f.height, row + reach + 1))
        guard top >= 0, bottom - row - 1 >= reach else { return nil }
        let underside = min(f.height - 1, row + reach)
        let columns = (0..<f.width).filter {
            sky[$0, top] && (sky[$0, underside] || smoothness[$0, underside] > 0.6)
        }
        let share = Float(columns.count) / Float(f.width)
        guard share >= 0.18 else { return nil }
        let belowRows = row + 2..<min(f.height, row + max(6, f.height / 12))
        let textures = belowRows.flatMap { y in columns.map { f.texture[$0, y] } }
        guard let texture = textures.quantile(0.5), texture <= 0.022 else { return nil }
        guard !outshinesSky(row, columns) else { return nil }
        let straight = straightness(row, columns)
        guard straight >= 0.42, let distance = distances(row, columns).quantile(0.5) else { return nil }
        return distance * share.squareRoot() * (0.5 + straight)
    }

    /// Water gives back less light than the sky above it sends: a brighter strip is the top of a bank of clouds.
    private func outshinesSky(_ row: Int, _ columns: [Int]) -> Bool {
        let light = f.color.lightness
        let above = (max(0, row - f.height / 6)..<row - 1).flatMap { y in
            columns.filter { sky[$0, y] }.map { light[$0, y] }
        }
        let below = (row + 2..<min(f.height, row + 2 + 2 * reach)).flatMap { y in columns.map { light[$0, y] } }
        guard let sky = above.quantile(0.75), let water = below.quantile(0.5) else { return false }
        return water > sky + 0.02
    }

    private func straightness(_ row: Int, _ columns: [Int]) -> Float {
        HorizonSplit.alignedShare(of: columns, with: row, f)
    }

    /// For each column the distance between the mean colours just above and just below.
    private func distances(_ row: Int, _ columns: [Int]) -> [Float] {
        let (top, bottom) = (row - reach, min(f.height, row + reach + 1))
        return columns.map { x in
            var squares: Float = 0
            for sum in sums {
                let above = (sum[(row - 1) * f.width + x] - sum[top * f.width + x]) / Float(row - 1 - top)
                let below = (sum[bottom * f.width + x] - sum[(row + 1) * f.width + x]) / Float(bottom - row - 1)
                squares += (above - below) * (above - below)
            }
            return squares.squareRoot()
        }
    }
}
