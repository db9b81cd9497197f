/// A Delaunay triangulation of points with whole coordinates inside a rectangle, grown one by one (Bowyer, Watson,
/// 1981). All tests are exact: coordinates within ±8,191 keep them in 64 bits.
struct DelaunayMesh: Sendable {
    private var points: [SIMD2<Int32>]
    /// Corners, counterclockwise where y points down; neighbour k lies across the edge from corner k to the next.
    private var corners: [[Int]]
    private var neighbors: [[Int]]
    private var isAlive: [Bool]
    private var last = 0

    /// The sides of the rectangle: every point inserted lies strictly inside.
    init(left: Int, top: Int, right: Int, bottom: Int) {
        points = [(left, top), (right, top), (right, bottom), (left, bottom)].map { SIMD2(Int32($0), Int32($1)) }
        corners = [[0, 1, 2], [0, 2, 3]]
        neighbors = [[-1, -1, 1], [0, -1, -1]]
        isAlive = [true, true]
    }

    var triangles: [[SIMD2<Int32>]] {
        corners.indices.filter { isAlive[$0] }.map { triangle in corners[triangle].map { points[$0] } }
    }

    mutating func insert(_ point: SIMD2<Int32>) {
        let first = triangle(at: point)
        if corners[first].contains(where: { points[$0] == point }) { return }
        // The hole: all triangles whose circumcircle holds the point. Its border is joined to the point.
        var hole = [first], border: [(from: Int, to: Int, outer: Int)] = []
        isAlive[first] = false
        var next = 0
        while next < hole.count {
            let old = hole[next]
            next += 1
            for k in 0..<3 {
                let outer = neighbors[old][k]
                if outer >= 0, !isAlive[outer] { continue }
                if outer >= 0, isInCircumcircle(point, outer) {
                    isAlive[outer] = false
                    hole.append(outer)
                } else {
                    border.append((corners[old][k], corners[old][(k + 1) % 3], outer))
                }
            }
        }
        let number = points.count, base = corners.count
        points.append(point)
        for (index, edge) in border.enumerated() {
            corners.append([edge.from, edge.to, number])
            isAlive.append(true)
            let after = border.firstIndex { $0.from == edge.to } ?? index
            let before = border.firstIndex { $0.to == edge.from } ?? index
            neighbors.append([edge.outer, base + after, base + before])
            guard edge.outer >= 0 else { continue }
            for k in 0..<3 where corners[edge.outer][k] == edge.to && corners[edge.outer][(k + 1) % 3] == edge.from {
                neighbors[edge.outer][k] = base + index
            }
        }
        last = base
    }

    /// Walks from the triangle made last towards the point.
    private func triangle(at point: SIMD2<Int32>) -> Int {
        var current = last
        while let k = (0..<3).first(where: { side(corners[current][$0], corners[current][($0 + 1) % 3], point) < 0 }) {
            current = neighbors[current][k]
        }
        return current
    }

    /// Positive when the point lies on the inner side of the edge.
    private func side(_ from: Int, _ to: Int, _ point: SIMD2<Int32>) -> Int {
        let (a, b) = (points[from], points[to])
        return Int(b.x - a.x) * Int(point.y - a.y) - Int(b.y - a.y) * Int(point.x - a.x)
    }

    private func isInCircumcircle(_ point: SIMD2<Int32>, _ triangle: Int) -> Bool {
        let d = corners[triangle].map { index in
            let (x, y) = (Int(points[index].x - point.x), Int(points[index].y - point.y))
            return (x: x, y: y, square: x * x + y * y)
        }
        return d[0].square * (d[1].x * d[2].y - d[2].x * d[1].y)
            - d[1].square * (d[0].x * d[2].y - d[2].x * d[0].y)
            + d[2].square * (d[0].x * d[1].y - d[1].x * d[0].y) > 0
    }
}
