import CTensorKernels

extension Compute {
    /// The same numbers in another element type; the tensor itself where it has that type already.
    public func convert(_ x: Tensor, to elementType: ElementType) -> Tensor {
        if x.elementType == elementType { return x }
        let y = tensor(x.shape, elementType)
        threads.carryOut(Conversion(from: x, to: y), count: x.count, partSize: partSize)
        return y
    }

    /// activation(x)
    public func activate(_ x: Tensor, _ activation: Activation) -> Tensor {
        map(x, by: .activation(activation))
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
        return map(a, by: .scaledSum(factor: aFactor, other: b, otherFactor: bFactor))
    }

    /// factor · x + offset
    public func scale(_ x: Tensor, by factor: Float, adding offset: Float = 0) -> Tensor {
        map(x, by: .scale(factor: factor, offset: offset))
    }

    /// Every element, or the end of the range that is nearest to it.
    public func clamp(_ x: Tensor, to range: ClosedRange<Float>) -> Tensor {
        map(x, by: .clamp(range))
    }

    /// limit · tanh(x / limit): near zero x itself, never beyond the limit.
    public func limitSoftly(_ x: Tensor, to limit: Float) -> Tensor {
        map(x, by: .softLimit(limit))
    }

    private func map(_ x: Tensor, by function: Mapping.Function) -> Tensor {
        let y = tensor(x.shape, x.elementType)
        threads.carryOut(Mapping(from: x, to: y, function: function), count: x.count, partSize: partSize)
        return y
    }

    /// Elements that are worth a thread's while, and whole vectors.
    private var partSize: Int { 1 << 15 }
}

/// Its units are elements.
private struct Conversion: SharedWork {
    let from: Tensor
    let to: Tensor

    func carryOut(_ elements: Range<Int>, worker: Int) {
        tk_convert(
            from.pointer + elements.lowerBound * from.elementType.byteCount,
            from.elementType.kernelValue,
            to.pointer + elements.lowerBound * to.elementType.byteCount,
            to.elementType.kernelValue,
            elements.count
        )
    }
}

/// A function of every element of a tensor, and perhaps of its like in another. Its units are elements.
private struct Mapping: SharedWork {
    enum Function {
        case activation(Activation)
        case scaledSum(factor: Float, other: Tensor, otherFactor: Float)
        case scale(factor: Float, offset: Float)
        case clamp(ClosedRange<Float>)
        case softLimit(Float)
    }

    let from: Tensor
    let to: Tensor
    let function: Function

    func carryOut(_ elements: Range<Int>, worker: Int) {
        let type = from.elementType.kernelValue
        let offset = elements.lowerBound * from.elementType.byteCount
        let (x, y, count) = (from.pointer + offset, to.pointer + offset, elements.count)
        switch function {
        case .activation(let activation): tk_activate(x, y, count, activation.kernelValue, type)
        case .scaledSum(let factor, let other, let otherFactor):
            tk_scaled_sum(x, factor, other.pointer + offset, otherFactor, y, count, type)
        case .scale(let factor, let shift): tk_scale_and_shift(x, factor, shift, y, count, type)
        case .clamp(let range): tk_clamp(x, range.lowerBound, range.upperBound, y, count, type)
        case .softLimit(let limit): tk_limit_softly(x, limit, y, count, type)
        }
    }
}
