/// One number per pixel of a small picture, rows from the top.
struct SaliencyPlane {
    let width: Int
    let height: Int
    var values: [Float]

    init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height, "\(width)×\(height) needs \(width * height), got \(values.count)")
        self.width = width
        self.height = height
        self.values = values
    }

    func map(_ transform: (Float) -> Float) -> SaliencyPlane {
        SaliencyPlane(width: width, height: height, values: values.map(transform))
    }

    /// Pixel by pixel, with another plane of the same size.
    func combined(with other: SaliencyPlane, _ combine: (Float, Float) -> Float) -> SaliencyPlane {
        SaliencyPlane(width: width, height: height, values: zip(values, other.values).map(combine))
    }

    /// Scaled so that the largest value is 1; unchanged when nothing is above 0.
    var normalized: SaliencyPlane {
        let largest = values.max() ?? 0
        return largest > 0 ? map { $0 / largest } : self
    }

    /// The value that this share of the pixels does not exceed.
    func percentile(_ share: Double) -> Float {
        values.sorted()[min(values.count - 1, Int(share * Double(values.count)))]
    }

    var transposed: SaliencyPlane {
        var result = values
        for y in 0..<height {
            for x in 0..<width { result[x * height + y] = values[y * width + x] }
        }
        return SaliencyPlane(width: height, height: width, values: result)
    }

    /// The mean over squares of side `2 × radius + 1`, twice: close to a Gaussian. The border is repeated outwards.
    func blurred(radius: Int) -> SaliencyPlane {
        func alongRows(_ plane: SaliencyPlane) -> SaliencyPlane { plane.boxed(radius).boxed(radius).transposed }
        return alongRows(alongRows(self))
    }

    private func boxed(_ radius: Int) -> SaliencyPlane {
        var result = values
        let scale = 1 / Float(2 * radius + 1)
        for row in stride(from: 0, to: values.count, by: width) {
            func value(_ x: Int) -> Float { values[row + min(max(x, 0), width - 1)] }
            var sum = (-radius...radius).reduce(Float(0)) { $0 + value($1) }
            for x in 0..<width {
                result[row + x] = sum * scale
                sum += value(x + radius + 1) - value(x - radius)
            }
        }
        return SaliencyPlane(width: width, height: height, values: result)
    }

    /// The length of the gradient, by central differences.
    var gradientMagnitude: SaliencyPlane {
        var result = values
        for y in 0..<height {
            for x in 0..<width {
                let across = values[y * width + min(x + 1, width - 1)] - values[y * width + max(x - 1, 0)]
                let down = values[min(y + 1, height - 1) * width + x] - values[max(y - 1, 0) * width + x]
                result[y * width + x] = (across * across + down * down).squareRoot() / 2
            }
        }
        return SaliencyPlane(width: width, height: height, values: result)
    }
}
