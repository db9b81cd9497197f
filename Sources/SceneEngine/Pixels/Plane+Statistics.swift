import CPixelKernels

extension Plane {
    /// The values below which the given shares (0…1) of all values lie, from a histogram of 4,096 bins over `range`.
    func percentiles(_ shares: [Float], in range: ClosedRange<Float> = 0...1, stride: Int = 1) -> [Float] {
        var bins = [UInt32](repeating: 0, count: 4096)
        pk_histogram(&bins, bins.count, pixels, pixels.count, stride, range.lowerBound, range.upperBound)
        let total = bins.reduce(0, +)
        return shares.map { share in
            let wanted = Double(share) * Double(total)
            var below = 0.0
            for (index, count) in bins.enumerated() {
                below += Double(count)
                if below >= wanted {
                    let place = (Float(index) + 0.5) / Float(bins.count)
                    return range.lowerBound + place * (range.upperBound - range.lowerBound)
                }
            }
            return range.upperBound
        }
    }
}

extension [Float] {
    /// The value at the given share (0…1) of the sorted values; nil when there are none.
    func quantile(_ share: Float) -> Float? {
        guard !isEmpty else { return nil }
        let sorted = sorted()
        return sorted[Swift.min(count - 1, Int((share * Float(count - 1)).rounded()))]
    }
}
