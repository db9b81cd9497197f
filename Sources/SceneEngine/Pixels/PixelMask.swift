/// A yes or no for each pixel of a small image.
struct PixelMask: Sendable, Hashable {
    let width: Int
    let height: Int
    var pixels: [Bool]

    init(width: Int, height: Int, pixels: [Bool]) {
        precondition(pixels.count == width * height, "\(width)×\(height) needs that many values, got \(pixels.count)")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    init(width: Int, height: Int, repeating value: Bool = false) {
        self.init(width: width, height: height, pixels: Array(repeating: value, count: width * height))
    }

    subscript(x: Int, y: Int) -> Bool {
        get { pixels[y * width + x] }
        set { pixels[y * width + x] = newValue }
    }

    var count: Int { pixels.reduce(0) { $0 + ($1 ? 1 : 0) } }
    var share: Float { Float(count) / Float(pixels.count) }
    var isEmpty: Bool { !pixels.contains(true) }

    /// The mask as a plane of zeros and ones.
    var plane: Plane { Plane(width: width, height: height, pixels: pixels.map { $0 ? 1 : 0 }) }

    func combined(with other: PixelMask, _ combine: (Bool, Bool) -> Bool) -> PixelMask {
        precondition(width == other.width && height == other.height, "masks of one size")
        var result = self
        for i in pixels.indices { result.pixels[i] = combine(pixels[i], other.pixels[i]) }
        return result
    }

    static prefix func ! (mask: PixelMask) -> PixelMask {
        PixelMask(width: mask.width, height: mask.height, pixels: mask.pixels.map { !$0 })
    }
}

extension Plane {
    /// Where a condition on the value holds.
    func mask(where condition: (Float) -> Bool) -> PixelMask {
        PixelMask(width: width, height: height, pixels: pixels.map(condition))
    }

    /// The mean of the values where the mask is set; nil where it is empty.
    func mean(where mask: PixelMask) -> Float? {
        var (sum, count) = (0.0, 0)
        for i in pixels.indices where mask.pixels[i] {
            sum += Double(pixels[i])
            count += 1
        }
        return count > 0 ? Float(sum / Double(count)) : nil
    }

    /// The values where the mask is set, in row order.
    func values(where mask: PixelMask) -> [Float] {
        pixels.indices.compactMap { mask.pixels[$0] ? pixels[$0] : nil }
    }
}
