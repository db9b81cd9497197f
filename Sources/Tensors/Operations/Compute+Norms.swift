import CTensorKernels

extension Compute {
    /// (x - mean) / √(variance + epsilon) · weight + bias over the last dimension; nil stands for ones and zeros.
    public func layerNorm(_ x: Tensor, weight: Tensor?, bias: Tensor?, epsilon: Float) -> Tensor {
        let columns = x.lastExtent
        let y = tensor(x.shape, x.elementType)
        withVector(weight, columns) { weight in
            withVector(bias, columns) { bias in
                let norm = RowNorm(from: x, to: y, kind: .layer(bias: bias), weight: weight, epsilon: epsilon)
                threads.carryOut(norm, count: x.count / columns, partSize: rowsPerPart(columns))
            }
        }
        return y
    }

    /// x / √(mean of squares + epsilon) · weight over the last dimension; nil stands for ones.
    public func rmsNorm(_ x: Tensor, weight: Tensor?, epsilon: Float) -> Tensor {
        let columns = x.lastExtent
        let y = tensor(x.shape, x.elementType)
        withVector(weight, columns) { weight in
            let norm = RowNorm(from: x, to: y, kind: .rootMeanSquare, weight: weight, epsilon: epsilon)
            threads.carryOut(norm, count: x.count / columns, partSize: rowsPerPart(columns))
        }
        return y
    }

    /// RMS norm of every head of every token, in place: `x.tensor` must have no other reader yet.
    public func normalizeHeads(_ x: HeadView, weight: Tensor?, epsilon: Float) {
        withVector(weight, x.headDimension) { weight in
            let norm = HeadNorm(heads: x, weight: weight, epsilon: epsilon)
            threads.carryOut(norm, count: x.tokens, partSize: rowsPerPart(x.heads * x.headDimension))
        }
    }

    /// Rotary position embedding in place, halves of a head against each other ("rotate_half"): `x.tensor` must have no
    /// other reader yet. Cosines and sines are [tokens, head dimension] in float32: the angles of the first halves, then
    /// those of the second ones.
    public func rotate(_ x: HeadView, cosines: Tensor, sines: Tensor) {
        let shape = TensorShape.matrix(x.tokens, x.headDimension)
        precondition(x.headDimension % 2 == 0, "A head of \(x.headDimension) has no halves")
        precondition(
            cosines.shape == shape && sines.shape == shape,
            "Rotation of \(shape) by cosines \(cosines.shape) and sines \(sines.shape)"
        )
        cosines.withFloats { cosines in
            sines.withFloats { sines in
                let rotation = HeadRotation(heads: x, cosines: cosines, sines: sines)
                threads.carryOut(rotation, count: x.tokens, partSize: rowsPerPart(x.heads * x.headDimension))
            }
        }
    }

    /// Calls `body` with a float32 vector of `count` elements, or with nil.
    func withVector(_ vector: Tensor?, _ count: Int, _ body: (UnsafeMutablePointer<Float>?) -> Void) {
        guard let vector else { return body(nil) }
        precondition(vector.count == count, "A vector of \(vector.count) for \(count) channels")
        vector.withFloats { body($0) }
    }

    private func rowsPerPart(_ columns: Int) -> Int {
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

/// Its units are rows.
private struct RowNorm: SharedWork {
    enum Kind {
        case layer(bias: UnsafeMutablePointer<Float>?)
        case rootMeanSquare
    }

    let from: Tensor
    let to: Tensor
    let kind: Kind
    let weight: UnsafeMutablePointer<Float>?
    let epsilon: Float

    func carryOut(_ rows: Range<Int>, worker: Int) {
        let (columns, type) = (from.lastExtent, from.elementType.kernelValue)
        let offset = rows.lowerBound * columns * from.elementType.byteCount
        let (x, y) = (from.pointer + offset, to.pointer + offset)
        switch kind {
        case .layer(let bias): tk_layer_norm(x, y, rows.count, columns, weight, bias, epsilon, type)
        case .rootMeanSquare: tk_rms_norm(x, y, rows.count, columns, weight, epsilon, type)
        }
    }
}

/// Its units are tokens.
private struct HeadNorm: SharedWork {
    let heads: HeadView
    let weight: UnsafeMutablePointer<Float>?
    let epsilon: Float

    func carryOut(_ tokens: Range<Int>, worker: Int) {
        var part = tk_heads(heads, tokens)
        tk_normalize_heads(&part, weight, epsilon, heads.tensor.elementType.kernelValue)
    }
}

/// Its units are tokens.
private struct HeadRotation: SharedWork {
    let heads: HeadView
    let cosines: UnsafeMutablePointer<Float>
    let sines: UnsafeMutablePointer<Float>

    func carryOut(_ tokens: Range<Int>, worker: Int) {
        let offset = tokens.lowerBound * heads.headDimension
        var part = tk_heads(heads, tokens)
        tk_rotate(&part, cosines + offset, sines + offset, heads.tensor.elementType.kernelValue)
    }
}

extension tk_heads {
    fileprivate init(_ view: HeadView, _ tokens: Range<Int>) {
        self.init(
            x: view.pointer(token: tokens.lowerBound),
            stride: view.columns,
            rows: tokens.count,
            heads: view.heads,
            dimension: view.headDimension
        )
    }
}
