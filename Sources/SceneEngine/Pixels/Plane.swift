/// One channel of an image: rows from the top without padding.
struct Plane: Sendable, Hashable {
    let width: Int
    let height: Int
    /// `height × width` values.
    var pixels: [Float]

    init(width: Int, height: Int, pixels: [Float]) {
        precondition(width > 0 && height > 0, "a plane needs positive sides, got \(width)×\(height)")
        precondition(pixels.count == width * height, "\(width)×\(height) needs that many values, got \(pixels.count)")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    init(width: Int, height: Int, repeating value: Float = 0) {
        self.init(width: width, height: height, pixels: Array(repeating: value, count: width * height))
    }

    /// Lets `fill` write the rows of each band; it gets the address of the first pixel of the whole plane and must
    /// write every pixel of its rows.
    init(
        width: Int,
        height: Int,
        parallelism: Parallelism,
        fill: (_ pixels: UnsafeMutablePointer<Float>, _ rows: Range<Int>) -> Void
    ) {
        let pixels = [Float](unsafeUninitializedCapacity: width * height) { buffer, count in
            if let base = buffer.baseAddress {
                parallelism.forEachBand(of: height) { fill(base, $0) }
            }
            count = width * height
        }
        self.init(width: width, height: height, pixels: pixels)
    }

    subscript(x: Int, y: Int) -> Float {
        get { pixels[y * width + x] }
        set { pixels[y * width + x] = newValue }
    }

    /// Sums run in double precision and in row order: the same on every machine.
    var mean: Float { Float(pixels.reduce(0.0) { $0 + Double($1) } / Double(pixels.count)) }

    func hasSameSize(as other: Plane) -> Bool { width == other.width && height == other.height }

    /// Applies a function to every value. For small planes and one-off formulas; large planes have kernels.
    func map(_ transform: (Float) -> Float) -> Plane {
        Plane(width: width, height: height, pixels: pixels.map(transform))
    }

    /// Combines the values at equal places of two planes.
    func combined(with other: Plane, _ combine: (Float, Float) -> Float) -> Plane {
        precondition(
            hasSameSize(as: other),
            "planes of one size, got \(width)×\(height), \(other.width)×\(other.height)"
        )
        var result = self
        for i in result.pixels.indices { result.pixels[i] = combine(pixels[i], other.pixels[i]) }
        return result
    }
}
