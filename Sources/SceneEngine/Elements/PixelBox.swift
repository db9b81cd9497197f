/// A rectangle of pixels; the maxima lie outside.
struct PixelBox: Sendable, Hashable {
    var minX: Int
    var minY: Int
    var maxX: Int
    var maxY: Int

    var width: Int { maxX - minX }
    var height: Int { maxY - minY }

    /// What of it lies in a picture; empty ones stay empty.
    func clipped(width: Int, height: Int) -> PixelBox {
        let (left, top) = (min(max(minX, 0), width), min(max(minY, 0), height))
        return PixelBox(minX: left, minY: top, maxX: max(left, min(maxX, width)), maxY: max(top, min(maxY, height)))
    }
}

extension Plane {
    /// The smallest box around all values above a limit; the whole plane when there are none.
    func bounds(above limit: Float) -> PixelBox {
        var box = PixelBox(minX: width, minY: height, maxX: 0, maxY: 0)
        for y in 0..<height {
            for x in 0..<width where self[x, y] > limit {
                box.minX = Swift.min(box.minX, x)
                box.maxX = Swift.max(box.maxX, x + 1)
                box.minY = Swift.min(box.minY, y)
                box.maxY = y + 1
            }
        }
        return box.maxX > box.minX ? box : PixelBox(minX: 0, minY: 0, maxX: width, maxY: height)
    }

    /// The values inside a box, which must not be empty and not reach outside.
    func cropped(to box: PixelBox) -> Plane {
        var values: [Float] = []
        values.reserveCapacity(box.width * box.height)
        for y in box.minY..<box.maxY { values += pixels[y * width + box.minX..<y * width + box.maxX] }
        return Plane(width: box.width, height: box.height, pixels: values)
    }

    /// Puts a plane of a box's size back where the box lies.
    mutating func paste(_ patch: Plane, at box: PixelBox) {
        for y in 0..<box.height {
            let start = (box.minY + y) * width + box.minX
            pixels.replaceSubrange(start..<start + box.width, with: patch.pixels[y * box.width..<(y + 1) * box.width])
        }
    }

    /// A copy of another size: the mean of areas when smaller, interpolated when larger.
    func scaled(width newWidth: Int, height newHeight: Int, parallelism: Parallelism) -> Plane {
        let smaller = downsampled(
            width: Swift.min(width, newWidth),
            height: Swift.min(height, newHeight),
            parallelism: parallelism
        )
        return smaller.resampled(width: newWidth, height: newHeight, parallelism: parallelism)
    }
}
