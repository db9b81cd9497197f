/// Where an element stands, in shares of the picture.
struct ElementSpot: Sendable, Hashable {
    /// What is under it.
    enum Support: Sendable, Hashable { case ground, water, structure, air, lowerEdge }

    /// The middle of its foot.
    var x: Float
    var y: Float
    var width: Float
    var height: Float
    let support: Support
    /// The row of the ground below it: its own foot's but for things on a wall or in the air.
    var groundRow: Float

    var box: ShareBox { ShareBox(minX: x - width / 2, minY: y - height, maxX: x + width / 2, maxY: y) }

    /// The strip that its feet touch.
    var footBox: ShareBox {
        ShareBox(minX: x - 0.35 * width, minY: y - 0.015, maxX: x + 0.35 * width, maxY: y + 0.015)
    }

    /// 0 near … 1 at the horizon, as ``SceneAnalysis/depth`` counts.
    func depth(horizon: Float) -> Float { min(max((1 - groundRow) / (1 - horizon), 0), 0.95) }
}
