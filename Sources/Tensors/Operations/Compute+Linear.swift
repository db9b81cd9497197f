import CTensorKernels

extension Compute {
    /// `x` ([rows, inputs]) times the weights: product + bias → activation or the weights' gate → + residual.
    /// The residual and the result are [rows, outputs]; the result is of `x`'s element type, the residual of either.
    public func linear(
        _ x: Tensor,
        _ w: LinearWeight,
        activation: Activation = .none,
        adding residual: Tensor? = nil
    ) -> Tensor {
        precondition(
            x.shape.count == 2 && x.shape[1] == w.inputs,
            "Rows of \(w.inputs) inputs wanted, \(x.shape) found"
        )
        let y = tensor([x.shape[0], w.outputs], x.elementType)
        multiply(
            x,
            rows: x.shape[0],
            w.matrix,
            ProductFinish(
                outputs: w.outputs,
                bias: w.bias,
                activation: activation,
                gate: w.gate,
                residual: residual
            ),
            into: y
        )
        return y
    }

    /// The product of the rows of `x`, whatever its shape is, with a matrix.
    func multiply(_ x: Tensor, rows: Int, _ matrix: PackedMatrix, _ finish: ProductFinish, into y: Tensor) {
        guard matrix.weight == TK_WEIGHT_INT8 else {
            multiply(x, quantised: nil, rows: rows, matrix, finish, into: y)
            return
        }
        withQuantised(x, rows: rows, columns: matrix.inputs) { quantised in
            multiply(x, quantised: quantised, rows: rows, matrix, finish, into: y)
        }
    }

    private func multiply(
        _ x: Tensor,
        quantised: UnsafePointer<tk_quantised>?,
        rows: Int,
        _ matrix: PackedMatrix,
        _ finish: ProductFinish,
        into y: Tensor
    ) {
        let grid = ProductGrid(
            rows: rows,
            panels: matrix.panels,
            panelsInCache: tk_panels_in_cache(matrix.weight, matrix.inputs),
            threads: threads.threadCount
        )
        let scratchBytes = tk_multiply_scratch(
            matrix.weight,
            matrix.inputs,
            grid.largestBlock.rows,
            grid.largestBlock.panels
        )
        matrix.withPointers { panels, scales in
            finish.withKernelValue(output: y, scales: scales) { finish in
                var product = tk_product(
                    weight: matrix.weight,
                    panels: panels,
                    inputs: matrix.inputs,
                    x: x.pointer,
                    type: x.elementType.kernelValue,
                    quantised: quantised,
                    finish: finish
                )
                withUnsafePointer(to: &product) { product in
                    forEachBlock(grid.count, scratchBytes: scratchBytes) { index, scratch in
                        let block = grid.block(index)
                        tk_multiply(
                            product,
                            block.rows.lowerBound,
                            block.rows.upperBound,
                            block.panels.lowerBound,
                            block.panels.upperBound,
                            scratch
                        )
                    }
                }
            }
        }
    }

    /// Calls `body` for every index, with memory of its thread's own.
    func forEachBlock(_ count: Int, scratchBytes: Int, _ body: (Int, UnsafeMutableRawPointer) -> Void) {
        let stride = (scratchBytes + 127) / 64 * 64
        let scratch = tensor([threads.threadCount, stride / 4], .float32)
        scratch.withBytes { bytes in
            threads.forEach(count) { index, worker in body(index, bytes + worker * stride) }
        }
    }
}
