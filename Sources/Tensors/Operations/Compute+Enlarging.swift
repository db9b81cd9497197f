extension Compute {
    /// `x` ([height, width, channels]) in another size, each pixel the nearest one's copy: row i of the result is row
    /// ⌊i × height / height'⌋ of `x`, and columns likewise.
    func enlarged(_ x: Tensor, to size: (height: Int, width: Int)) -> Tensor {
        let (height, width, channels) = (x.shape[0], x.shape[1], x.shape[2])
        let y = tensor([size.height, size.width, channels], x.elementType)
        let pixelBytes = channels * x.elementType.byteCount
        y.withBytes { to in
            x.withBytes { from in
                threads.forEach(size.height) { row in
                    let source = from + row * height / size.height * width * pixelBytes
                    let destination = to + row * size.width * pixelBytes
                    for column in 0..<size.width {
                        (destination + column * pixelBytes)
                            .copyMemory(from: source + column * width / size.width * pixelBytes, byteCount: pixelBytes)
                    }
                }
            }
        }
        return y
    }
}
