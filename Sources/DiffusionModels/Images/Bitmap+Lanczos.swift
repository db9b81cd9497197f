public import GenerationTypes

extension Bitmap {
    /// The picture in another size, with the bytes that Pillow 13 gives for `resize(size, LANCZOS)`.
    ///
    /// Networks were trained on pictures made by Pillow, and a result is compared with the reference by its bytes, so
    /// this follows it exactly: two passes of 8-bit results, one along each side. Only pictures without alpha are
    /// supported (Pillow premultiplies the others).
    public func resizedWithLanczos(to size: PixelSize) -> Bitmap {
        precondition(layout == .rgb, "Pictures of layout \(Layout.rgb) only, got \(layout)")
        // Rows first where that makes the picture between the passes the smaller one, as Pillow does since version 13;
        // before, columns of pixels were always first. It shows in the rounding.
        if size.width > width && size.height < height {
            return resizedHeight(to: size.height).resizedWidth(to: size.width)
        }
        return resizedWidth(to: size.width).resizedHeight(to: size.height)
    }

    private func resizedWidth(to resultWidth: Int) -> Bitmap {
        guard resultWidth != width else { return self }
        let taps = LanczosTaps(sourceCount: width, resultCount: resultWidth)
        let resized = [UInt8](unsafeUninitializedCapacity: resultWidth * height * 3) { result, count in
            bytes.withUnsafeBufferPointer { source in
                taps.weights.withUnsafeBufferPointer { weights in
                    for y in 0..<height {
                        for x in 0..<resultWidth {
                            var position = (y * width + taps.firsts[x]) * 3
                            var sum = SIMD4<Int32>(repeating: half)
                            for tap in taps.ranges[x] {
                                let pixel = SIMD4(
                                    Int32(source[position]),
                                    Int32(source[position + 1]),
                                    Int32(source[position + 2]),
                                    0
                                )
                                sum &+= pixel &* weights[tap]
                                position += 3
                            }
                            for channel in 0..<3 {
                                result[(y * resultWidth + x) * 3 + channel] = byte(sum[channel])
                            }
                        }
                    }
                }
            }
            count = resultWidth * height * 3
        }
        return Bitmap(size: PixelSize(width: resultWidth, height: height), layout: .rgb, bytes: resized)
    }

    private func resizedHeight(to resultHeight: Int) -> Bitmap {
        guard resultHeight != height else { return self }
        let taps = LanczosTaps(sourceCount: height, resultCount: resultHeight)
        let rowBytes = width * 3
        var sums = [Int32](repeating: 0, count: rowBytes)
        let resized = [UInt8](unsafeUninitializedCapacity: rowBytes * resultHeight) { result, count in
            bytes.withUnsafeBufferPointer { source in
                sums.withUnsafeMutableBufferPointer { sums in
                    for y in 0..<resultHeight {
                        sums.update(repeating: half)
                        for (offset, tap) in taps.ranges[y].enumerated() {
                            let weight = taps.weights[tap]
                            let row = (taps.firsts[y] + offset) * rowBytes
                            for index in 0..<rowBytes { sums[index] &+= Int32(source[row + index]) &* weight }
                        }
                        for index in 0..<rowBytes { result[y * rowBytes + index] = byte(sums[index]) }
                    }
                }
            }
            count = rowBytes * resultHeight
        }
        return Bitmap(size: PixelSize(width: width, height: resultHeight), layout: .rgb, bytes: resized)
    }
}

/// What makes cutting the fraction off round to the nearest.
private let half: Int32 = 1 << (LanczosTaps.fractionBits - 1)

private func byte(_ fixedPoint: Int32) -> UInt8 {
    UInt8(clamping: fixedPoint >> LanczosTaps.fractionBits)
}
