extension Plane {
    /// The value below which a share of all values lies, of those where `mask` is below a limit; every fourth pixel of
    /// every fourth row is looked at. Nil when there are none.
    func percentile(_ share: Float, where mask: Plane, isBelow limit: Float) -> Float? {
        var values: [Float] = []
        for y in Swift.stride(from: 0, to: height, by: 4) {
            for x in Swift.stride(from: 0, to: width, by: 4) where mask[x, y] < limit { values.append(self[x, y]) }
        }
        return values.quantile(share)
    }

    /// This plane moved up, so that each pixel shows what lies `rows` below it; the last row repeats.
    func shifted(down rows: Int) -> Plane {
        var result = self
        for y in 0..<height {
            let source = Swift.min(y + rows, height - 1) * width
            result.pixels.replaceSubrange(y * width..<(y + 1) * width, with: pixels[source..<source + width])
        }
        return result
    }
}
