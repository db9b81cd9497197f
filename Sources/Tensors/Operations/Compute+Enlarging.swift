extension Compute {
    /// `x` ([height, width, channels]) in another size, each pixel the nearest one's copy: row i of the result is row
    /// ⌊i × height / height'⌋ of `x`, and columns likewise.
    func enlarged(_ x: Tensor, to size: (height: Int, width: Int)) -> Tensor {
        let y = tensor(.picture(size.height, size.width, x.shape[2]), x.elementType)
        threads.carryOut(RowEnlarging(from: x, to: y), count: size.height)
        return y
    }
}

/// Its units are rows of the result.
private struct RowEnlarging: SharedWork {
    let from: Tensor
    let to: Tensor

    func carryOut(_ rows: Range<Int>, worker: Int) {
        let pixelBytes = from.shape[2] * from.elementType.byteCount
        let (height, width) = (from.shape[0], from.shape[1])
        let (newHeight, newWidth) = (to.shape[0], to.shape[1])
        for row in rows {
            let source = from.pointer + row * height / newHeight * width * pixelBytes
            let destination = to.pointer + row * newWidth * pixelBytes
            for column in 0..<newWidth {
                (destination + column * pixelBytes)
                    .copyMemory(from: source + column * width / newWidth * pixelBytes, byteCount: pixelBytes)
            }
        }
    }
}
