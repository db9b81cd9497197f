import CTensorKernels

extension Compute {
    /// The same numbers in another element type; the tensor itself where it has that type already.
    public func convert(_ x: Tensor, to elementType: ElementType) -> Tensor {
        if x.elementType == elementType { return x }
        let y = tensor(x.shape, elementType)
        let (from, to) = (x.pointer, y.pointer)
        forEachPiece(of: x.count) { start, count in
            tk_convert(
                from + start * x.elementType.byteCount,
                x.elementType.kernelValue,
                to + start * elementType.byteCount,
                elementType.kernelValue,
                count
            )
        }
        return y
    }

    /// activation(x)
    public func activate(_ x: Tensor, _ activation: Activation) -> Tensor {
        mapPieces(of: x) { tk_activate($0, $1, $2, activation.kernelValue, $3) }
    }

    /// a + b, of equal shapes.
    public func add(_ a: Tensor, _ b: Tensor) -> Tensor {
        scaledSum(a, 1, b, 1)
    }

    /// aFactor · a + bFactor · b, of equal shapes.
    public func scaledSum(_ a: Tensor, _ aFactor: Float, _ b: Tensor, _ bFactor: Float) -> Tensor {
        precondition(
            a.shape == b.shape && a.elementType == b.elementType,
            "A sum of \(a.shape) \(a.elementType) and \(b.shape) \(b.elementType)"
        )
        let other = b.pointer
        let first = a.pointer
        return mapPieces(of: a) { from, to, count, type in
            tk_scaled_sum(from, aFactor, other + first.distance(to: from), bFactor, to, count, type)
        }
    }

    /// factor · x + offset
    public func scale(_ x: Tensor, by factor: Float, adding offset: Float = 0) -> Tensor {
        mapPieces(of: x) { tk_scale_and_shift($0, factor, offset, $1, $2, $3) }
    }

    /// Every element, or the end of the range that is nearest to it.
    public func clamp(_ x: Tensor, to range: ClosedRange<Float>) -> Tensor {
        mapPieces(of: x) { tk_clamp($0, range.lowerBound, range.upperBound, $1, $2, $3) }
    }

    /// limit · tanh(x / limit): near zero x itself, never beyond the limit.
    public func limitSoftly(_ x: Tensor, to limit: Float) -> Tensor {
        mapPieces(of: x) { tk_limit_softly($0, limit, $1, $2, $3) }
    }

    /// A tensor like `x`, of which a kernel writes pieces: it gets where to read, where to write, how many elements, and
    /// their type.
    private func mapPieces(
        of x: Tensor,
        _ kernel: (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int, tk_element) -> Void
    ) -> Tensor {
        let y = tensor(x.shape, x.elementType)
        let (from, to, bytes) = (x.pointer, y.pointer, x.elementType.byteCount)
        forEachPiece(of: x.count) { start, count in
            kernel(from + start * bytes, to + start * bytes, count, x.elementType.kernelValue)
        }
        return y
    }

    /// Calls `body` with the start and the length of pieces that make up `count`: enough to be worth a thread's while, and
    /// whole vectors.
    func forEachPiece(of count: Int, size: Int = 1 << 15, _ body: (_ start: Int, _ count: Int) -> Void) {
        threads.forEach((count + size - 1) / size) { index in
            body(index * size, min(size, count - index * size))
        }
    }
}
