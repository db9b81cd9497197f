import GenerationTypes

/// An element's image as planes, not larger than needed.
struct ElementPhotograph: Sendable {
    let linear: LinearImage
    let encoded: EncodedImage
    /// The transparency that came with the file; nil when nothing or everything is see-through.
    let ownAlpha: Plane?

    init(_ bitmap: Bitmap, longSide: Int, parallelism: Parallelism) {
        let shrink = min(1, Float(longSide) / Float(max(bitmap.width, bitmap.height)))
        let width = max(1, Int((Float(bitmap.width) * shrink).rounded()))
        let height = max(1, Int((Float(bitmap.height) * shrink).rounded()))
        func reduced(_ plane: Plane) -> Plane {
            plane.downsampled(width: width, height: height, parallelism: parallelism)
        }
        let full = LinearImage(bitmap, parallelism: parallelism)
        guard let alpha = Self.alpha(of: bitmap) else {
            ownAlpha = nil
            linear = full.mapPlanes(reduced)
            encoded = EncodedImage(linear, parallelism: parallelism)
            return
        }
        // The colours of see-through pixels are arbitrary and must not bleed into the subject.
        let coverage = reduced(alpha)
        linear = full.mapPlanes { plane in
            reduced(plane.multiplied(by: alpha, parallelism: parallelism))
                .combined(with: coverage) { $1 > 0.002 ? $0 / $1 : 0 }
        }
        ownAlpha = coverage
        encoded = EncodedImage(linear, parallelism: parallelism)
    }

    private static func alpha(of bitmap: Bitmap) -> Plane? {
        guard bitmap.layout == .rgba else { return nil }
        var pixels = [Float](repeating: 0, count: bitmap.width * bitmap.height)
        var solid = 0
        bitmap.bytes.withUnsafeBufferPointer { bytes in
            for i in pixels.indices {
                let value = bytes[4 * i + 3]
                pixels[i] = Float(value) / 255
                if value > 127 { solid += 1 }
            }
        }
        let share = Float(solid) / Float(pixels.count)
        guard share > 0.002, share < 0.995 else { return nil }
        return Plane(width: bitmap.width, height: bitmap.height, pixels: pixels)
    }
}
