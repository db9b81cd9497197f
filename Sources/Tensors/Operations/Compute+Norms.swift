import CTensorKernels

extension Compute {
    /// (x - mean) / √(variance + epsilon) · weight + bias over the last dimension; nil stands for ones and zeros.
    public func layerNorm(_ x: Tensor, weight: Tensor?, bias: Tensor?, epsilon: Float) -> Tensor {
        let columns = x.lastExtent
        let y = tensor(x.shape, x.elementType)
        let (from, to, rowBytes) = (x.pointer, y.pointer, columns * x.elementType.byteCount)
        withVector(weight, columns) { weight in
            withVector(bias, columns) { bias in
                forEachPiece(of: x.count / columns, size: rowsPerPiece(columns)) { row, rows in
                    let offset = row * rowBytes
                    tk_layer_norm(
                        from + offset,
                        to + offset,
                        rows,
                        columns,
                        weight,
                        bias,
                        epsilon,
                        x.elementType.kernelValue
                    )
                }
            }
        }
        return y
    }

    /// x / √(mean of squares + epsilon) · weight over the last dimension; nil stands for ones.
    public func rmsNorm(_ x: Tensor, weight: Tensor?, epsilon: Float) -> Tensor {
        let columns = x.lastExtent
        let y = tensor(x.shape, x.elementType)
        let (from, to, rowBytes) = (x.pointer, y.pointer, columns * x.elementType.byteCount)
        withVector(weight, columns) { weight in
            forEachPiece(of: x.count / columns, size: rowsPerPiece(columns)) { row, rows in
                let offset = row * rowBytes
                tk_rms_norm(from + offset, to + offset, rows, columns, weight, epsilon, x.elementType.kernelValue)
            }
        }
        return y
    }

    /// RMS norm of every head of every token, in place: `x.tensor` must have no other reader yet.
    public func normalizeHeads(_ x: HeadView, weight: Tensor?, epsilon: Float) {
        withVector(weight, x.headDimension) { weight in
            forEachPiece(of: x.tokens, size: rowsPerPiece(x.heads * x.headDimension)) { token, tokens in
                var heads = tk_heads(x, token: token, tokens: tokens)
                tk_normalize_heads(&heads, weight, epsilon, x.tensor.elementType.kernelValue)
            }
        }
    }

    /// Rotary position embedding in place, halves of a head against each other ("rotate_half"): `x.tensor` must have no
    /// other reader yet. Cosines and sines are [tokens, head dimension] in float32: the angles of the first halves, then
    /// those of the second ones.
    public func rotate(_ x: HeadView, cosines: Tensor, sines: Tensor) {
        let shape = [x.tokens, x.headDimension]
        precondition(x.headDimension % 2 == 0, "A head of \(x.headDimension) has no halves")
        precondition(
            cosines.shape == shape && sines.shape == shape,
            "Rotation of \(shape) by cosines \(cosines.shape) and sines \(sines.shape)"
        )
        cosines.withFloats { cosines in
            sines.withFloats { sines in
                forEachPiece(of: x.tokens, size: rowsPerPiece(x.heads * x.headDimension)) { token, tokens in
                    let offset = token * x.headDimension
                    var heads = tk_heads(x, token: token, tokens: tokens)
                    tk_rotate(&heads, cosines + offset, sines + offset, x.tensor.elementType.kernelValue)
                }
            }
        }
    }

    /// Calls `body` with a float32 vector of `count` elements, or with nil.
    func withVector(_ vector: Tensor?, _ count: Int, _ body: (UnsafeMutablePointer<Float>?) -> Void) {
        guard let vector else { return body(nil) }
        precondition(vector.count == count, "A vector of \(vector.count) for \(count) channels")
        vector.withFloats { body($0) }
    }

    private func rowsPerPiece(_ columns: Int) -> Int {
        max(1, (1 << 15) / columns)
    }
}

extension Tensor {
    /// The extent of the dimension whose elements lie side by side.
    var lastExtent: Int {
        guard let last = shape.last, last > 0 else { preconditionFailure("No elements in the rows of \(shape)") }
        return last
    }
}

extension tk_heads {
    fileprivate init(_ view: HeadView, token: Int, tokens: Int) {
        self.init(
            x: view.pointer(token: token),
            stride: view.columns,
            rows: tokens,
            heads: view.heads,
            dimension: view.headDimension
        )
    }
}
