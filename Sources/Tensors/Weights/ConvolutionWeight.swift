import CTensorKernels

/// The weights of a convolution with a square kernel, packed, with a bias.
public struct ConvolutionWeight: Sendable {
    public let inputs: Int
    public let outputs: Int
    /// 1 or 3.
    public let kernel: Int
    public let stride: Int
    /// Zeros around the picture.
    public let padding: Int
    /// The kernel's places one after the other, or those that Winograd's algorithm makes of them.
    let matrix: PackedMatrix
    let isWinograd: Bool
    /// For a picture that is enlarged before the convolution: the four kernels that its 2 × 2 phases see.
    let phases: PackedMatrix?
    /// Panels of the outputs, of which a matrix has several sets.
    var panels: Int { (outputs + TK_PANEL_COLUMNS - 1) / TK_PANEL_COLUMNS }
    /// [packed columns], zeros where there is no output.
    let bias: Tensor?

    /// The source is `[outputs, inputs × kernel × kernel]`, its columns as `[inputs][kernel row][kernel column]`.
    /// int8 with a 3 × 3 kernel is for many channels; with few, the weights are kept as bfloat16 then. With `upsampling`
    /// the weights are for `convolutionUpsampled` too: they need a 3 × 3 kernel with stride and padding 1. So does
    /// `winograd`, which allows for bfloat16 the algorithm of fewer multiplications and about twice the error.
    /// Throws `CancellationError` once `compute` is cancelled.
    package init(
        rows source: WeightSource,
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int,
        padding: Int,
        precision: WeightPrecision,
        bias: Tensor?,
        upsampling: Bool = false,
        winograd: Bool = false,
        compute: Compute
    ) throws {
        let taps = kernel * kernel
        precondition(kernel == 1 || kernel == 3, "A kernel of \(kernel) × \(kernel)")
        precondition(stride >= 1 && padding >= 0 && padding < kernel, "Stride \(stride) and padding \(padding)")
        precondition(source.rows == outputs, "\(source.rows) rows of weights for \(outputs) outputs")
        precondition(source.columns == inputs * taps, "\(source.columns) columns for \(inputs) inputs, \(taps) taps")
        self.inputs = inputs
        self.outputs = outputs
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        let precision = precision == .int8 && !paysAsInt8(taps, inputs, outputs) ? .bfloat16 : precision
        let columns = plainColumns(outputs)
        isWinograd = winograd && precision == .bfloat16 && inputs % 16 == 0
        precondition(!winograd || (kernel == 3 && stride == 1 && padding == 1), "No kernel for Winograd's algorithm")
        matrix =
            isWinograd
            ? try winogradPlaces(source, inputs: inputs, precision: precision, compute: compute)
            : try PackedMatrix(
                source,
                PackedMatrix.Columns(rows: columns),
                inputs: inputs,
                taps: taps,
                precision: precision,
                layout: "plain, \(taps) taps",
                compute: compute
            )
        phases = upsampling ? try foldedPhases(source, inputs: inputs, precision: precision, compute: compute) : nil
        precondition(!upsampling || (kernel == 3 && stride == 1 && padding == 1), "No kernel for an enlarged picture")
        self.bias = bias.map { packedBias($0, columns: columns, rows: outputs) }
    }
}

/// With less than this, bringing the sums of each tap to floats takes longer than int8 saves, and what begins or ends a
/// network keeps its precision.
private func paysAsInt8(_ taps: Int, _ inputs: Int, _ outputs: Int) -> Bool {
    taps == 1 || inputs >= 128 && outputs >= 32
}

/// The columns of all four phases, one phase after the other.
private func foldedPhases(
    _ source: WeightSource,
    inputs: Int,
    precision: WeightPrecision,
    compute: Compute
) throws -> PackedMatrix {
    try PackedMatrix(
        source,
        PackedMatrix.Columns(rows: plainColumns(source.rows), phases: 4) { row, phase, folded in
            tk_fold_phase(row, inputs, phase, folded)
        },
        inputs: inputs,
        taps: 4,
        precision: precision,
        layout: "phases",
        compute: compute
    )
}

/// The columns of all sixteen places of Winograd's algorithm, one place after the other.
private func winogradPlaces(
    _ source: WeightSource,
    inputs: Int,
    precision: WeightPrecision,
    compute: Compute
) throws -> PackedMatrix {
    try PackedMatrix(
        source,
        PackedMatrix.Columns(rows: plainColumns(source.rows), phases: 16) { row, place, transformed in
            tk_winograd_weights(row, inputs, place, transformed)
        },
        inputs: inputs,
        taps: 1,
        precision: precision,
        layout: "winograd",
        compute: compute
    )
}
