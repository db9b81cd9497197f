import CTensorKernels

/// Weights in the order in which a product reads them: panels of 32 columns (MatmulKernels.h describes their bytes), and
/// after them, for int8, the scale of every column.
struct PackedMatrix: Sendable {
    let weight: tk_weight
    let inputs: Int
    /// Places of a kernel, 1 for a plain product.
    let taps: Int
    let panels: Int
    private let storage: TensorStorage

    /// What the columns of the panels are made of.
    struct Columns {
        /// The source's row for each of the columns, of which there are whole panels; nil is a column of zeros.
        let rows: [Int?]
        /// How often the columns come, each time with something else made of the rows.
        var phases = 1
        /// Turns a row of the source into the one to pack, `inputs` × `taps` numbers; nil packs rows as they are.
        var fold: Fold?
    }

    typealias Fold = (_ row: UnsafePointer<Float>, _ phase: Int, _ folded: UnsafeMutablePointer<Float>) -> Void

    /// Packs, or takes from the source's cache; `layout` says what tells these columns from others of the same source.
    /// Throws `CancellationError` once `compute` is cancelled: it is asked every few megabytes.
    init(
        _ source: WeightSource,
        _ columns: Columns,
        inputs: Int,
        taps: Int,
        precision: WeightPrecision,
        layout: String,
        compute: Compute
    ) throws {
        weight = precision.kernelValue
        self.inputs = inputs
        self.taps = taps
        panels = columns.phases * columns.rows.count / TK_PANEL_COLUMNS
        let packing = Packing(source: source, columns: columns, weight: weight, inputs: inputs, taps: taps)
        let (count, panelBytes) = (panels, packing.panelBytes)
        let byteCount = count * (panelBytes + (precision == .int8 ? TK_PANEL_COLUMNS * 4 : 0))
        storage = try source.packed(layout: "\(layout) \(precision.rawValue) 1", byteCount: byteCount) { bytes in
            let scales = (bytes + count * panelBytes).assumingMemoryBound(to: Float.self)
            let scratch = compute.tensor([compute.threads.threadCount, packing.scratchCount], .float32)
            try scratch.withFloats { scratch in
                for first in stride(from: 0, to: count, by: packing.panelsBetweenCheckpoints) {
                    try compute.checkpoint()
                    let panels = min(packing.panelsBetweenCheckpoints, count - first)
                    compute.threads.forEach(panels) { index, worker in
                        let panel = first + index
                        packing.pack(
                            panel,
                            into: bytes + panel * panelBytes,
                            scales: scales + panel * TK_PANEL_COLUMNS,
                            scratch: scratch + worker * packing.scratchCount
                        )
                    }
                }
            }
        }
    }

    /// The panels, and the scales of the columns if there are any.
    func withPointers<Result>(
        _ body: (_ panels: UnsafeRawPointer, _ scales: UnsafePointer<Float>?) throws -> Result
    ) rethrows -> Result {
        try withExtendedLifetime(storage) {
            let scales = storage.start + panels * PackedMatrix.panelBytes(weight, inputs: inputs, taps: taps)
            return try body(
                UnsafeRawPointer(storage.start),
                weight == TK_WEIGHT_INT8 ? UnsafePointer(scales.assumingMemoryBound(to: Float.self)) : nil
            )
        }
    }

    fileprivate static func panelBytes(_ weight: tk_weight, inputs: Int, taps: Int) -> Int {
        taps * tk_units(weight, inputs) * TK_PANEL_COLUMNS * TK_UNIT_BYTES
    }
}

/// Reads, folds and packs one panel at a time.
private struct Packing {
    let source: WeightSource
    let columns: PackedMatrix.Columns
    let weight: tk_weight
    let inputs: Int
    let taps: Int

    var panelBytes: Int { PackedMatrix.panelBytes(weight, inputs: inputs, taps: taps) }
    private var rowLength: Int { max(source.columns, inputs * taps) }
    /// So many that a slow disk reads them, and a core packs them, in a fraction of a second.
    var panelsBetweenCheckpoints: Int { max(1, (4 << 20) / (TK_PANEL_COLUMNS * rowLength)) }
    /// Room for the rows of a panel as they are, and folded.
    var scratchCount: Int { 2 * TK_PANEL_COLUMNS * rowLength }

    func pack(
        _ panel: Int,
        into bytes: UnsafeMutableRawPointer,
        scales: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let panelsPerPhase = columns.rows.count / TK_PANEL_COLUMNS
        let first = panel % panelsPerPhase * TK_PANEL_COLUMNS
        let rows = (0..<TK_PANEL_COLUMNS).map { column -> UnsafePointer<Float>? in
            guard let row = columns.rows[first + column] else { return nil }
            let place = scratch + column * rowLength
            source.read(rows: row..<(row + 1), into: place)
            guard let fold = columns.fold else { return UnsafePointer(place) }
            let folded = scratch + (TK_PANEL_COLUMNS + column) * rowLength
            fold(place, panel / panelsPerPhase, folded)
            return UnsafePointer(folded)
        }
        tk_pack_panel(weight, rows, inputs, taps, bytes, scales)
    }
}

extension WeightPrecision {
    var kernelValue: tk_weight {
        switch self {
        case .float32: TK_WEIGHT_FLOAT32
        case .bfloat16: TK_WEIGHT_BFLOAT16
        case .int8: TK_WEIGHT_INT8
        }
    }
}
