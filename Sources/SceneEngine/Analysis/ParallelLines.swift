/// Long, nearly horizontal, straight lines one above the other: siding, blinds, shelves. Skies have none.
struct ParallelLines: Sendable {
    /// The number of distinct rows with such a line inside a mask. `luma` is about 640 pixels wide.
    static func count(luma: Plane, inside mask: PixelMask) -> Int {
        let blurred = luma.gaussianBlurred(sigma: 1, parallelism: .serial)
        let slopes = Slopes(blurred)
        let (width, height) = (luma.width, luma.height)
        var edges: [(x: Int, y: Int)] = []
        for y in 2..<max(2, height - 2) {
            for x in 1..<max(1, width - 1) where mask[x, y] {
                let slope = abs(slopes.down[x, y])
                guard slope > 0.02, slope > 3 * abs(slopes.across[x, y]), slope >= abs(slopes.down[x, y - 1]),
                    slope > abs(slopes.down[x, y + 1])
                else { continue }
                edges.append((x, y))
            }
        }
        let lines = findLines(edges, width: width, height: height)
        var (distinct, previous) = (0, -Float.infinity)
        for row in lines.sorted() where row - previous > 0.02 * Float(height) {
            distinct += 1
            previous = row
        }
        return distinct
    }

    /// Hough's vote over slopes of ±9° and the rows where lines cross the middle column; returns these rows.
    private static func findLines(_ edges: [(x: Int, y: Int)], width: Int, height: Int) -> [Float] {
        let wanted = Int(0.16 * Float(width))
        var rows: [Float] = []
        for degrees in -9...9 {
            let slope = Float(degrees) * (Float.pi / 180)
            var bins = [[Int32]](repeating: [], count: 2 * height)
            for edge in edges {
                let row = Int((Float(edge.y) - slope * Float(edge.x - width / 2)).rounded())
                if row >= -height / 2, row < height + height / 2 { bins[row + height / 2].append(Int32(edge.x)) }
            }
            for (bin, columns) in bins.enumerated() where columns.count >= wanted * 3 / 5 {
                if longestRun(columns.sorted()) >= wanted { rows.append(Float(bin - height / 2)) }
            }
        }
        return rows
    }

    /// The longest stretch of sorted columns without a gap of more than five.
    private static func longestRun(_ columns: [Int32]) -> Int {
        var (longest, start, previous) = (0, columns.first ?? 0, columns.first ?? 0)
        for column in columns {
            if column - previous > 5 { start = column }
            longest = max(longest, Int(column - start))
            previous = column
        }
        return longest
    }
}
