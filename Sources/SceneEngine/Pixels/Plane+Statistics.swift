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
        let wanted = Swift.min(count - 1, Int((share * Float(count - 1)).rounded()))
        var values = self
        return values.withUnsafeMutableBufferPointer { $0.select(wanted) }
    }
}

extension UnsafeMutableBufferPointer<Float> {
    /// Hoare's selection: the value that would be at `wanted` if the values were sorted.
    fileprivate func select(_ wanted: Int) -> Float {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = self[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while self[left] < pivot { left += 1 }
                while self[right] > pivot { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            if wanted <= right {
                high = right
            } else if wanted >= left {
                low = left
            } else {
                break
            }
        }
        return self[wanted]
    }
}
