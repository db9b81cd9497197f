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
        let y = tensor(.matrix(x.shape[0], w.outputs), x.elementType)
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
        let scratch = scratch(
            bytesPerThread: tk_multiply_scratch(
                matrix.weight,
                matrix.inputs,
                grid.largestBlock.rows,
                grid.largestBlock.panels
            )
        )
        matrix.withPointers { panels, scales in
            finish.withKernelValue(output: y, scales: scales) { finish in
                let product = tk_product(
                    weight: matrix.weight,
                    panels: panels,
                    inputs: matrix.inputs,
                    x: x.pointer,
                    type: x.elementType.kernelValue,
                    quantised: quantised,
                    finish: finish
                )
                threads.carryOut(ProductBlocks(product: product, grid: grid, scratch: scratch), count: grid.count)
            }
        }
    }
}

/// Its units are blocks of the grid.
private struct ProductBlocks: SharedWork {
    let product: tk_product
    let grid: ProductGrid
    let scratch: ThreadScratch

    func carryOut(_ blocks: Range<Int>, worker: Int) {
        withUnsafePointer(to: product) { product in
            for index in blocks {
                let block = grid.block(index)
                tk_multiply(
                    product,
                    block.rows.lowerBound,
                    block.rows.upperBound,
                    block.panels.lowerBound,
                    block.panels.upperBound,
                    scratch.pointer(worker)
                )
            }
        }
    }
}
