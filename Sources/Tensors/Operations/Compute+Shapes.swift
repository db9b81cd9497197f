import CTensorKernels

extension Compute {
    /// [height, width, channels] at twice the size, each pixel four times (nearest neighbour).
    public func upsampledNearest(_ x: Tensor) -> Tensor {
        precondition(x.shape.count == 3, "A picture is [height, width, channels], not \(x.shape)")
        let y = tensor(.picture(2 * x.shape[0], 2 * x.shape[1], x.shape[2]), x.elementType)
        threads.carryOut(RowDoubling(from: x, to: y), count: x.shape[0])
        return y
    }

    /// The channels of `a`, then those of `b`, pixel by pixel; all other dimensions are equal.
    public func concatenateChannels(_ a: Tensor, _ b: Tensor) -> Tensor {
        precondition(
            a.shape.dropLast().elementsEqual(b.shape.dropLast()) && a.elementType == b.elementType,
            "Channels of \(a.shape) \(a.elementType) and \(b.shape) \(b.elementType)"
        )
        let (left, right) = (a.lastExtent, b.lastExtent)
        var shape = a.shape
        shape[shape.count - 1] = left + right
        return sideBySide(a, left, b, right, shape: shape)
    }

    /// Two pictures of the same height side by side: [height, width of a + width of b, channels].
    public func concatenateColumns(_ a: Tensor, _ b: Tensor) -> Tensor {
        precondition(
            a.shape.count == 3 && b.shape.count == 3 && a.shape[0] == b.shape[0] && a.shape[2] == b.shape[2]
                && a.elementType == b.elementType,
            "Columns of \(a.shape) \(a.elementType) and \(b.shape) \(b.elementType)"
        )
        let (left, right, channels) = (a.shape[1], b.shape[1], a.shape[2])
        return sideBySide(a, left * channels, b, right * channels, shape: .picture(a.shape[0], left + right, channels))
    }

    /// A part of the second dimension: of a picture's width, or of a matrix's columns.
    public func columns(_ x: Tensor, _ range: Range<Int>) -> Tensor {
        precondition(x.shape.count >= 2, "No columns in \(x.shape)")
        precondition(0 <= range.lowerBound && range.upperBound <= x.shape[1], "Columns \(range) of \(x.shape)")
        let bytes = x.shape.dropFirst(2).reduce(x.elementType.byteCount, *)
        var shape = x.shape
        shape[1] = range.count
        let y = tensor(shape, x.elementType)
        copyRows(
            x.pointer + range.lowerBound * bytes,
            stride: x.shape[1] * bytes,
            to: y.pointer,
            stride: range.count * bytes,
            bytes: range.count * bytes,
            rows: x.shape[0]
        )
        return y
    }

    /// Writes `source` into `destination` from the given row (of the first dimension) on; all other dimensions are equal,
    /// and nobody else reads the destination yet.
    public func copyRows(_ source: Tensor, into destination: Tensor, at row: Int) {
        precondition(
            source.shape.dropFirst().elementsEqual(destination.shape.dropFirst())
                && source.elementType == destination.elementType,
            "Rows of \(source.shape) \(source.elementType) into \(destination.shape) \(destination.elementType)"
        )
        let place = destination.rows(row..<row + source.shape[0])
        let bytes = source.shape.dropFirst().reduce(source.elementType.byteCount, *)
        copyRows(
            source.pointer,
            stride: bytes,
            to: place.pointer,
            stride: bytes,
            bytes: bytes,
            rows: source.shape[0]
        )
    }

    /// Rows of `left` elements of `a` and `right` elements of `b` in turns.
    private func sideBySide(_ a: Tensor, _ left: Int, _ b: Tensor, _ right: Int, shape: TensorShape) -> Tensor {
        let y = tensor(shape, a.elementType)
        let bytes = a.elementType.byteCount
        let stride = (left + right) * bytes
        let rows = a.count / left
        copyRows(a.pointer, stride: left * bytes, to: y.pointer, stride: stride, bytes: left * bytes, rows: rows)
        copyRows(
            b.pointer,
            stride: right * bytes,
            to: y.pointer + left * bytes,
            stride: stride,
            bytes: right * bytes,
            rows: rows
        )
        return y
    }

    private func copyRows(
        _ from: UnsafeMutableRawPointer,
        stride fromStride: Int,
        to: UnsafeMutableRawPointer,
        stride toStride: Int,
        bytes: Int,
        rows: Int
    ) {
        let copying = RowCopying(from: from, fromStride: fromStride, to: to, toStride: toStride, bytes: bytes)
        threads.carryOut(copying, count: rows, partSize: max(1, (1 << 16) / max(bytes, 1)))
    }
}

/// Its units are rows of the smaller picture.
private struct RowDoubling: SharedWork {
    let from: Tensor
    let to: Tensor

    func carryOut(_ rows: Range<Int>, worker: Int) {
        let width = from.shape[1]
        let pixelBytes = from.shape[2] * from.elementType.byteCount
        tk_upsample_rows(
            from.pointer + rows.lowerBound * width * pixelBytes,
            to.pointer + 4 * rows.lowerBound * width * pixelBytes,
            width,
            rows.count,
            pixelBytes
        )
    }
}

/// Its units are rows.
private struct RowCopying: SharedWork {
    let from: UnsafeMutableRawPointer
    let fromStride: Int
    let to: UnsafeMutableRawPointer
    let toStride: Int
    let bytes: Int

    func carryOut(_ rows: Range<Int>, worker: Int) {
        let (source, destination) = (from + rows.lowerBound * fromStride, to + rows.lowerBound * toStride)
        tk_copy_rows(source, fromStride, destination, toStride, bytes, rows.count)
    }
}
