/// What speaks for and against a sky mask. Blurred backgrounds, walls and bright windows pass the colour tests; they give
/// themselves away by borders without an edge, by a top row that is only partly covered, and by where they end.
struct SkyEvidence: Sendable {
    /// Share of the mask's border that lies on an edge of the photograph.
    let edgeSupport: Float
    /// Share of the top row that the mask covers.
    let topCoverage: Float
    /// How far down the mask reaches along the left and right borders of the frame: 0…1.
    let sideReach: Float
    let confidence: Float
    /// The strongest reason against it.
    let doubt: String

    init(mask: PixelMask, f: SceneFeatures, colors: SkyColors) {
        let (width, height) = (mask.width, mask.height)
        var (border, supported) = (0, 0)
        for y in 0..<height - 1 {
            for x in 0..<width - 1 {
                let here = mask[x, y]
                guard here != mask[x + 1, y] || here != mask[x, y + 1] else { continue }
                border += 1
                var steepest: Float = 0
                for row in max(0, y - 1)...min(height - 1, y + 2) {
                    for column in max(0, x - 1)...min(width - 1, x + 2) {
                        steepest = max(steepest, f.gradient[column, row])
                    }
                }
                if steepest > 0.03 { supported += 1 }
            }
        }
        edgeSupport = border > 0 ? Float(supported) / Float(border) : 0
        topCoverage = Float((0..<width).filter { mask[$0, 0] || mask[$0, min(1, height - 1)] }.count) / Float(width)
        let left = (0..<height).filter { mask[0, $0] }.count
        let right = (0..<height).filter { mask[width - 1, $0] }.count
        sideReach = Float(min(left, right)) / Float(height)
        let bottomRows = height * 85 / 100
        let lowShare =
            Float(mask.pixels.dropFirst(bottomRows * width).filter { $0 }.count)
            / Float((height - bottomRows) * width)

        let edges = ramp(0.5, 0.8, edgeSupport)
        let top = ramp(0.3, 0.7, topCoverage)
        let low = 1 - ramp(0.02, 0.15, lowShare)
        let product = edges * top * low
        confidence = product < 0.1 ? 0 : product
        doubt =
            low < min(edges, top)
            ? "it reaches the bottom of the picture"
            : edges < top ? "its border is not on edges of the picture" : "it covers little of the top of the picture"
    }
}
