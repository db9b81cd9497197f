import Tensors

/// How the vision tower knows where a patch is: a learned table that is stretched over the picture, and a rotation of
/// queries and keys by row and column.
struct Qwen3VLVisionPositions: Sendable {
    private let configuration: Qwen3VLConfiguration.Vision
    /// `[positionGridSize², width]`, float32.
    private let table: Tensor

    init(_ configuration: Qwen3VLConfiguration.Vision, weights: Weights) throws {
        self.configuration = configuration
        let entries = configuration.positionGridSize * configuration.positionGridSize
        table = try weights["pos_embed"].floats("weight", [entries, configuration.width])
    }

    /// The learned position of every patch, `[patches, width]`: the table's corners lie on the picture's corner patches,
    /// and what is between is interpolated linearly both ways.
    func learned(_ grid: PatchGrid, compute: Compute) -> Tensor {
        let rowBlends = blends(grid.rows)
        let columnBlends = blends(grid.columns)
        let width = configuration.width
        let learned = compute.tensor([grid.count, width], .float32)
        table.withFloats { entries in
            learned.withFloats { learned in
                for (patch, position) in grid.positions.enumerated() {
                    let row = rowBlends[position.row]
                    let column = columnBlends[position.column]
                    let upper = entries + row.first * configuration.positionGridSize * width
                    let lower = entries + row.second * configuration.positionGridSize * width
                    let (left, right) = (column.first * width, column.second * width)
                    let (up, down) = (1 - row.share, row.share)
                    let result = learned + patch * width
                    for channel in 0..<width {
                        let above =
                            upper[left + channel] * (up * (1 - column.share))
                            + upper[right + channel] * (up * column.share)
                        let below =
                            lower[left + channel] * (down * (1 - column.share))
                            + lower[right + channel] * (down * column.share)
                        result[channel] = above + below
                    }
                }
            }
        }
        return compute.convert(learned, to: compute.activations)
    }

    /// The rotation for every patch: the first half of the pairs turns with the row, the second with the column.
    func rotation(_ grid: PatchGrid) -> RotaryTables {
        let axis = RotaryTables.frequencies(theta: configuration.ropeTheta, dimension: configuration.headDimension / 2)
        let positions = grid.positions
        return RotaryTables(count: grid.count, frequencies: axis + axis) { patch, pair in
            pair < axis.count ? positions[patch].row : positions[patch].column
        }
    }

    /// Between which two rows (or columns) of the table each of `count` patches lies, and how far from the first.
    private func blends(_ count: Int) -> [(first: Int, second: Int, share: Float)] {
        let last = configuration.positionGridSize - 1
        return (0..<count).map { index in
            let place = Float(index * last) / Float(max(count - 1, 1))
            let first = Int(place)
            return (first, min(first + 1, last), place - Float(first))
        }
    }
}
