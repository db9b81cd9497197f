import CTensorKernels

/// The weights of a product of rows with a matrix, packed, with a bias.
///
/// A gated one has two matrices below each other, values and gates; its result is `value × activation(gate)`, of half
/// the width.
public struct LinearWeight: Sendable {
    public let inputs: Int
    /// The width of the result; the matrix of a gated product has twice as many rows.
    public let outputs: Int
    public let gate: Gate?
    let matrix: PackedMatrix
    /// [packed columns], zeros where there is no output.
    let bias: Tensor?

    /// The source is `[outputs, inputs]`; for a gate `[2 × outputs, inputs]`: first the values, then the gates. The bias
    /// has as many numbers as the source has rows, in the same order.
    /// Throws `CancellationError` once `compute` is cancelled.
    package init(
        rows source: WeightSource,
        inputs: Int,
        outputs: Int,
        precision: WeightPrecision,
        bias: Tensor?,
        gate: Gate? = nil,
        compute: Compute
    ) throws {
        let rows = gate == nil ? outputs : 2 * outputs
        precondition(source.rows == rows, "\(source.rows) rows of weights for \(rows)")
        precondition(source.columns == inputs, "\(source.columns) columns of weights for \(inputs) inputs")
        self.inputs = inputs
        self.outputs = outputs
        self.gate = gate
        let columns = gate == nil ? plainColumns(outputs) : gatedColumns(outputs)
        matrix = try PackedMatrix(
            source,
            PackedMatrix.Columns(rows: columns),
            inputs: inputs,
            taps: 1,
            precision: precision,
            layout: gate == nil ? "plain" : "gated",
            compute: compute
        )
        self.bias = bias.map { packedBias($0, columns: columns, rows: rows) }
    }
}

/// Which row each packed column holds: all in order, the last panel filled up.
func plainColumns(_ outputs: Int) -> [Int?] {
    let panels = (outputs + TK_PANEL_COLUMNS - 1) / TK_PANEL_COLUMNS
    return (0..<(panels * TK_PANEL_COLUMNS)).map { $0 < outputs ? $0 : nil }
}

/// In each panel sixteen values and their sixteen gates, so that a tile has both.
private func gatedColumns(_ outputs: Int) -> [Int?] {
    let half = TK_PANEL_COLUMNS / 2
    let panels = (outputs + half - 1) / half
    return (0..<(panels * TK_PANEL_COLUMNS)).map { column in
        let output = column / TK_PANEL_COLUMNS * half + column % half
        guard output < outputs else { return nil }
        return column % TK_PANEL_COLUMNS < half ? output : outputs + output
    }
}

func packedBias(_ bias: Tensor, columns: [Int?], rows: Int) -> Tensor {
    precondition(bias.count == rows, "A bias of \(bias.count) for \(rows) rows")
    let floats = bias.floats()
    return Tensor([columns.count], floats: columns.map { row in row.map { floats[$0] } ?? 0 })
}
