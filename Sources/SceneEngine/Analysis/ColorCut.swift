import Foundation

/// Separates a region of the small copy (sky, water) from the rest by a graph cut between colour models (the idea of GrabCut:
/// Rother, Kolmogorov, Blake, 2004), starting from what is surely one or the other.
struct ColorCut: Sendable {
    enum Label: UInt8, Sendable {
        case surelyInside, perhapsInside, perhapsOutside, surelyOutside
        /// Outside, but of colours that say nothing against the region: a sky's mirror image, beside the sky.
        case likeInside
    }

    /// How much a step between equal colours costs, against the energies of the colour models.
    private static let smoothing: Float = 50
    private static let componentCount = 5
    private static let rounds = 2
    /// Costs are whole numbers of hundredths.
    private static let unit: Float = 100
    private static let certain: Int32 = 1 << 24

    private let width: Int
    private let height: Int
    private let colors: [ColorMixture.Color]
    private let labels: [Label]
    private let contrast: Float

    init(_ f: SceneFeatures, labels: [Label]) {
        width = f.width
        height = f.height
        self.labels = labels
        colors = (0..<f.width * f.height).map {
            ColorMixture.Color(f.color.lightness.pixels[$0], 2 * f.color.a.pixels[$0], 2 * f.color.b.pixels[$0])
        }
        contrast = Self.contrast(colors, width: f.width, height: f.height)
    }

    func solve() -> PixelMask {
        var isInside = labels.map { $0 == .surelyInside || $0 == .perhapsInside }
        for _ in 0..<Self.rounds {
            // Every third pixel tells the colours of a region well enough.
            let samples = stride(from: 0, to: colors.count, by: 3)
            let insideColors = samples.filter { isInside[$0] }.map { colors[$0] }
            let outsideColors = samples.filter { !isInside[$0] && labels[$0] != .likeInside }.map { colors[$0] }
            guard let inside = ColorMixture(insideColors, componentCount: Self.componentCount),
                let outside = ColorMixture(outsideColors, componentCount: Self.componentCount)
            else { break }
            isInside = cut(inside, outside)
        }
        return PixelMask(width: width, height: height, pixels: isInside)
    }

    private func cut(_ inside: ColorMixture, _ outside: ColorMixture) -> [Bool] {
        let graph = GridCut(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let i = y * width + x
                switch labels[i] {
                case .surelyInside: graph.setCosts(x, y, source: 0, sink: Self.certain)
                case .surelyOutside, .likeInside: graph.setCosts(x, y, source: Self.certain, sink: 0)
                case .perhapsInside, .perhapsOutside:
                    let difference = min(max(inside.energy(colors[i]) - outside.energy(colors[i]), -400), 400)
                    let cost = Int32(Self.unit * difference)
                    graph.setCosts(x, y, source: max(cost, 0), sink: max(-cost, 0))
                }
                if x + 1 < width { join(graph, x, y, direction: 4, step: 1, length: 1) }
                if y + 1 < height {
                    if x > 0 { join(graph, x, y, direction: 5, step: width - 1, length: 1.414_213_6) }
                    join(graph, x, y, direction: 6, step: width, length: 1)
                    if x + 1 < width { join(graph, x, y, direction: 7, step: width + 1, length: 1.414_213_6) }
                }
            }
        }
        return graph.solve()
    }

    private func join(_ graph: GridCut, _ x: Int, _ y: Int, direction: Int, step: Int, length: Float) {
        let i = y * width + x
        // Between pixels that are both settled nothing can be cut.
        if labels[i] == labels[i + step], labels[i] != .perhapsInside, labels[i] != .perhapsOutside { return }
        let d = colors[i] - colors[i + step]
        let weight = Self.smoothing * exp(-contrast * (d * d).sum()) / length
        graph.join(x, y, direction: direction, cost: Int32(Self.unit * weight))
    }

    /// 1 / (2 × mean squared difference of neighbours).
    private static func contrast(_ colors: [ColorMixture.Color], width: Int, height: Int) -> Float {
        var (sum, count) = (0.0, 0)
        for y in 0..<height - 1 {
            for x in 0..<width - 1 {
                let i = y * width + x
                for step in [1, width] {
                    let d = colors[i] - colors[i + step]
                    sum += Double((d * d).sum())
                    count += 1
                }
            }
        }
        return count > 0 && sum > 0 ? Float(0.5 * Double(count) / sum) : 0
    }
}
