/// What elements can stand on and must keep free, on a small copy of the scene, with sums over boxes at once.
struct SurfaceMap: Sendable {
    static let longSide = 192
    /// The places that scenes have masks of.
    static let kinds: [Place] = [.ground, .water, .sky, .buildings, .roofs, .trees]

    let width: Int
    let height: Int
    /// The horizon's row as a share of the height.
    let horizon: Float
    /// For each column the row where ground ends, as a share of the height.
    private let base: [Float]
    private let places: [Place: BoxSums]
    private let protected: BoxSums
    private let isWaterCertain: Bool
    private var taken: BoxSums

    init(_ scene: SceneAnalysis, parallelism: Parallelism) {
        let shrink = Float(Self.longSide) / Float(max(scene.width, scene.height))
        let width = max(1, min(scene.width, Int(Float(scene.width) * shrink)))
        let height = max(1, min(scene.height, Int(Float(scene.height) * shrink)))
        func sums(_ plane: Plane) -> BoxSums {
            BoxSums(plane.downsampled(width: width, height: height, parallelism: parallelism))
        }
        isWaterCertain = scene.water.confidence >= SceneMask.leastConfidence
        let structure = sums(scene.structure.alpha)
        let leaves = sums(scene.vegetation.alpha.combined(with: scene.dryFoliage.alpha, max))
        places = [
            .ground: sums(scene.ground.alpha), .water: sums(scene.water.alpha), .sky: sums(scene.sky.alpha),
            .buildings: structure, .roofs: structure, .trees: leaves,
        ]
        protected = sums(scene.protected.alpha)
        taken = BoxSums(Plane(width: width, height: height))
        horizon = min(max(scene.horizonRow / Float(scene.height), 0.15), 0.8)
        base = scene.baseRow.map { $0 / Float(scene.height) }
        self.width = width
        self.height = height
    }

    /// The mean of a place's mask over a box in shares of the picture; 0 for places that have no mask.
    func mean(_ place: Place, _ box: ShareBox) -> Float { places[place]?.mean(box) ?? 0 }

    /// How much of a box shows people, animals or other subjects.
    func protectedShare(_ box: ShareBox) -> Float { protected.mean(box) }
    /// How much of a box other elements cover.
    func takenShare(_ box: ShareBox) -> Float { taken.mean(box) }

    /// Whether the scene shows enough of a place to stand at.
    func hasPlace(_ place: Place) -> Bool {
        if place == .water && !isWaterCertain { return false }
        return mean(place, ShareBox(minX: 0, minY: 0, maxX: 1, maxY: 1)) > 0.012
    }

    func baseRow(at x: Float) -> Float { base[min(max(Int(x * Float(base.count)), 0), base.count - 1)] }

    /// Keeps a box free of the elements that come later.
    mutating func take(_ box: ShareBox) {
        var plane = taken.plane
        for y in 0..<height {
            for x in 0..<width where box.contains((Float(x) + 0.5) / Float(width), (Float(y) + 0.5) / Float(height)) {
                plane[x, y] = 1
            }
        }
        taken = BoxSums(plane)
    }
}

/// A box in shares of a picture's width and height; it may reach outside.
struct ShareBox: Sendable, Hashable {
    var minX: Float
    var minY: Float
    var maxX: Float
    var maxY: Float

    func contains(_ x: Float, _ y: Float) -> Bool { x >= minX && x < maxX && y >= minY && y < maxY }
}

/// A plane with its summed-area table (Crow, "Summed-area tables for texture mapping", 1984).
struct BoxSums: Sendable {
    let plane: Plane
    /// `(height + 1) × (width + 1)` sums of everything above and left.
    private let sums: [Double]

    init(_ plane: Plane) {
        self.plane = plane
        let stride = plane.width + 1
        var sums = [Double](repeating: 0, count: stride * (plane.height + 1))
        for y in 0..<plane.height {
            var row = 0.0
            for x in 0..<plane.width {
                row += Double(plane[x, y])
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
            }
        }
        self.sums = sums
    }

    /// The mean over the part of a box that lies in the picture; 0 when none does.
    func mean(_ box: ShareBox) -> Float {
        func column(_ share: Float) -> Int { min(max(Int((share * Float(plane.width)).rounded()), 0), plane.width) }
        func row(_ share: Float) -> Int { min(max(Int((share * Float(plane.height)).rounded()), 0), plane.height) }
        let (left, top) = (min(column(box.minX), plane.width - 1), min(row(box.minY), plane.height - 1))
        let (right, bottom) = (max(column(box.maxX), left + 1), max(row(box.maxY), top + 1))
        let stride = plane.width + 1
        let sum =
            sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left]
            + sums[top * stride + left]
        return Float(sum / Double((right - left) * (bottom - top)))
    }
}
