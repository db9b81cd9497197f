/// Points that keep their distances: each new one is refused when an earlier one is nearer than the radius given.
struct PointScatter: Sendable {
    /// In the order of their acceptance.
    private(set) var points: [SIMD2<Int32>] = []
    private let cell: Int
    private let columns: Int
    private let rows: Int
    /// Indices of the points in each cell of a grid.
    private var grid: [[Int32]]

    init(width: Int, height: Int, cell: Int) {
        self.cell = cell
        (columns, rows) = (width / cell + 1, height / cell + 1)
        grid = Array(repeating: [], count: columns * rows)
    }

    /// - Returns: whether the point was taken.
    @discardableResult
    mutating func insert(x: Int, y: Int, radius: Float) -> Bool {
        let reach = Int(radius) / cell + 1
        let (column, row) = (x / cell, y / cell)
        for j in max(0, row - reach)...min(rows - 1, row + reach) {
            for i in max(0, column - reach)...min(columns - 1, column + reach) {
                for index in grid[j * columns + i] {
                    let dx = Float(Int(points[Int(index)].x) - x), dy = Float(Int(points[Int(index)].y) - y)
                    if dx * dx + dy * dy < radius * radius { return false }
                }
            }
        }
        grid[row * columns + column].append(Int32(points.count))
        points.append(SIMD2(Int32(x), Int32(y)))
        return true
    }
}
