/// The patches of one picture: how many rows and columns there are, and in which order a network meets them.
///
/// Patches that become one token follow each other: blocks of `mergeSize` × `mergeSize` go row by row through the
/// picture, and patches row by row through their block.
public struct PatchGrid: Sendable, Hashable {
    /// Patches above each other, a multiple of `mergeSize`.
    public let rows: Int
    /// Patches side by side, a multiple of `mergeSize`.
    public let columns: Int
    /// Patches along a side of a block.
    public let mergeSize: Int

    public init(rows: Int, columns: Int, mergeSize: Int) {
        precondition(
            rows > 0 && columns > 0 && rows.isMultiple(of: mergeSize) && columns.isMultiple(of: mergeSize),
            "\(rows)×\(columns) patches do not divide into blocks of \(mergeSize)×\(mergeSize)"
        )
        self.rows = rows
        self.columns = columns
        self.mergeSize = mergeSize
    }

    public var count: Int { rows * columns }
    /// Blocks above each other.
    public var blockRows: Int { rows / mergeSize }
    /// Blocks side by side.
    public var blockColumns: Int { columns / mergeSize }
    /// The tokens that the picture takes in a text.
    public var tokenCount: Int { blockRows * blockColumns }

    /// The row and the column of every patch, in the network's order.
    var positions: [(row: Int, column: Int)] {
        var positions: [(row: Int, column: Int)] = []
        positions.reserveCapacity(count)
        for blockRow in 0..<blockRows {
            for blockColumn in 0..<blockColumns {
                for row in 0..<mergeSize {
                    for column in 0..<mergeSize {
                        positions.append((blockRow * mergeSize + row, blockColumn * mergeSize + column))
                    }
                }
            }
        }
        return positions
    }
}
