/// A far shore: a level edge under which a smooth surface has the sky's colours and, seen at a flat angle, its brightness.
/// Land is darker than the sky that water mirrors, so the surface is brighter than what lies above the edge; roads are not.
struct LevelShore: Sendable {
    let row: Int
    /// The surface just below the edge.
    let strip: PixelMask
    /// 0: a guess, 1: certain. Without a hue of its own the surface may be snow or a pavement.
    let confidence: Float

    /// `skyColor` says how near each colour is to one of the sky's; `streaks` is the share of gradients that run down.
    init?(_ f: SceneFeatures, sky: SkyDetection, skyColor: Plane, streaks: Plane, plants: Plane) {
        guard sky.isFound, f.height >= 40 else { return nil }
        let isSurface = f.plane { i in
            let roughness = f.texture.pixels[i] * (1 - 0.6 * ramp(0.65, 0.9, streaks.pixels[i]))
            let isLike = skyColor.pixels[i] > 0.35 && streaks.pixels[i] > 0.6 && plants.pixels[i] < 0.3
            return roughness < 0.02 && isLike && !sky.mask.pixels[i] ? 1 : 0
        }
        let below = isSurface.boxBlurred(across: 0, down: 2, parallelism: .serial)
        var best: (row: Int, columns: [Int]) = (0, [])
        for row in f.height / 4..<f.height * 17 / 20 {
            let columns = (0..<f.width).filter { x in
                below[x, min(f.height - 1, row + 4)] > 0.7 && !sky.mask[x, row - 2] && Self.isEdge(f, x, row)
            }
            if columns.count > best.columns.count { best = (row, columns) }
        }
        guard 10 * best.columns.count >= 3 * f.width else { return nil }
        let depth = max(3, f.height / 20)
        let chosen = best.columns.reduce(into: [Bool](repeating: false, count: f.width)) { $0[$1] = true }
        let row = best.row
        let strip = f.mask { i in
            chosen[i % f.width] && (row + 2..<row + 2 + depth).contains(i / f.width) && isSurface.pixels[i] > 0
        }
        let land = f.mask { i in
            chosen[i % f.width] && (row - depth..<row - 1).contains(i / f.width) && !sky.mask.pixels[i]
        }
        let light = f.color.lightness
        guard let surface = light.values(where: strip).quantile(0.5),
            let shore = light.values(where: land).quantile(0.5),
            let usualSky = light.values(where: sky.mask).quantile(0.5),
            let brightSky = light.values(where: sky.mask).quantile(0.95),
            let match = skyColor.values(where: strip).quantile(0.5)
        else { return nil }
        guard match > 0.5, surface > shore + 0.05, surface > 0.75 * usualSky, surface < brightSky + 0.03 else {
            return nil
        }
        self.row = row
        self.strip = strip
        let hasHue = ramp(0.02, 0.04, f.chroma.values(where: strip).quantile(0.5) ?? 0)
        confidence = (0.35 + 0.3 * hasHue) * (0.7 + 0.3 * ramp(0.3, 0.6, Float(best.columns.count) / Float(f.width)))
    }

    /// Whether the steepest place nearby is this row, give or take one.
    private static func isEdge(_ f: SceneFeatures, _ x: Int, _ row: Int) -> Bool {
        var (steepest, here): (Float, Float) = (0, 0)
        for y in row - 4...row + 4 where y >= 0 && y < f.height {
            let slope = f.verticalSlope[x, y]
            steepest = max(steepest, slope)
            if abs(y - row) <= 1 { here = max(here, slope) }
        }
        return here > 0.02 && here >= steepest
    }
}
