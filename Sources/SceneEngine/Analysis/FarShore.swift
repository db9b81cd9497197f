/// The upper contour of a piece: the far shore of a lake is one straight line, the edge of a path is not.
struct FarShore {
    /// For each column the share of the height at which the piece begins.
    private let tops: [Float]
    /// How many columns begin right under the sky, and how ragged the contour is there.
    private let shareAtSkyline: Float
    private let raggedness: Float

    init(_ mask: PixelMask, columns: ClosedRange<Int>, skyline: [Int]?) {
        let height = Float(mask.height)
        var tops: [Float] = []
        var atSkyline: [Float] = []
        for x in columns {
            guard let top = (0..<mask.height).first(where: { mask[x, $0] }) else { continue }
            tops.append(Float(top) / height)
            if let skyline, abs(top - skyline[x] - 1) <= 3 { atSkyline.append(Float(top) / height) }
        }
        self.tops = tops
        shareAtSkyline = Float(atSkyline.count) / Float(max(1, tops.count))
        let mean = atSkyline.reduce(0, +) / Float(max(1, atSkyline.count))
        let variance = atSkyline.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(max(1, atSkyline.count))
        raggedness = variance.squareRoot()
    }

    func isPlausible(underSky: Bool) -> Bool {
        let sorted = tops.sorted()
        let upper = Array(sorted.prefix(max(3, tops.count * 6 / 10)))
        guard let highest = sorted.quantile(0.12), highest >= 0.26, let level = upper.quantile(0.5) else {
            return false
        }
        guard underSky else { return true }
        let straight = Float(tops.filter { abs($0 - level) < 0.018 }.count) / Float(tops.count)
        if shareAtSkyline > 0.3, raggedness > 0.012, straight < 0.45 { return false }
        return straight >= 0.22 && commonLevelShare >= 0.42
    }

    /// The largest share of columns within two neighbouring bins of 3 % of the height.
    private var commonLevelShare: Float {
        var bins = [Int](repeating: 0, count: 35)
        for top in tops { bins[min(34, Int(top / 0.03))] += 1 }
        let most = zip(bins, bins.dropFirst()).map { $0 + $1 }.max() ?? 0
        return Float(most) / Float(max(1, tops.count))
    }
}
