import CTensorKernels

extension Compute {
    /// Calls `body` with the rows of `x` as int8: see `tk_quantise_rows`.
    func withQuantised(_ x: Tensor, rows: Int, columns: Int, _ body: (UnsafePointer<tk_quantised>) -> Void) {
        let units = tk_units(TK_WEIGHT_INT8, columns)
        // Four bytes each: all of them lie in one tensor.
        let values = rows * units
        let outliers = rows * Int(TK_OUTLIERS)
        let words = values + 3 * rows + 2 * outliers
        let memory = tensor(.vector(words), .float32)
        memory.withBytes { bytes in
            func part(_ first: Int) -> UnsafeMutableRawPointer { bytes + 4 * first }
            var quantised = tk_quantised(
                values: part(0).assumingMemoryBound(to: Int8.self),
                units: units,
                scales: part(values).assumingMemoryBound(to: Float.self),
                offsets: part(values + rows).assumingMemoryBound(to: Int32.self),
                outlier_counts: part(values + 2 * rows).assumingMemoryBound(to: Int32.self),
                outlier_columns: part(values + 3 * rows).assumingMemoryBound(to: Int32.self),
                outlier_values: part(values + 3 * rows + outliers).assumingMemoryBound(to: Float.self)
            )
            withUnsafePointer(to: &quantised) { quantised in
                threads.carryOut(RowQuantising(x: x, columns: columns, quantised: quantised), count: rows, partSize: 16)
                body(quantised)
            }
        }
    }
}

/// Its units are rows.
private struct RowQuantising: SharedWork {
    let x: Tensor
    let columns: Int
    let quantised: UnsafePointer<tk_quantised>

    func carryOut(_ rows: Range<Int>, worker: Int) {
        let type = x.elementType.kernelValue
        tk_quantise_rows(x.pointer, type, columns, rows.lowerBound, rows.upperBound, quantised)
    }
}
