import CPixelKernels
import Foundation

extension Plane {
    /// The mean over a square window of ±radius pixels, cut off at the borders.
    func boxBlurred(radius: Int, parallelism: Parallelism = .allProcessors) -> Plane {
        boxBlurred(across: radius, down: radius, parallelism: parallelism)
    }

    /// The mean over a window of ±across columns and ±down rows, cut off at the borders.
    func boxBlurred(across: Int, down: Int, parallelism: Parallelism = .allProcessors) -> Plane {
        guard across > 0 || down > 0 else { return self }
        return filtered(width: width, height: height, scratchCount: 9 * width, parallelism: parallelism) {
            out,
            input,
            rows,
            scratch in
            pk_box_blur(
                out,
                input,
                width,
                height,
                across,
                down,
                rows.lowerBound,
                rows.upperBound,
                scratch
            )
        }
    }

    /// A Gaussian blur. Wide ones run on a reduced copy: their error is below a thousandth of the contrast.
    func gaussianBlurred(sigma: Float, parallelism: Parallelism = .allProcessors) -> Plane {
        guard sigma > 0.2 else { return self }
        var factor = 1
        while sigma / Float(factor) > 6, min(width, height) / (2 * factor) >= 8 { factor *= 2 }
        guard factor > 1 else { return filteredSymmetrically(Plane.gaussianWeights(sigma), parallelism) }
        // Reducing and enlarging blur as well: what they add to the variance is taken off.
        let scale = Float(factor)
        let added = (scale * scale - 1) / 12 + scale * scale / 6
        let remaining = max(0.5, sigma * sigma - added).squareRoot() / scale
        let small = downsampled(
            width: max(1, width / factor),
            height: max(1, height / factor),
            parallelism: parallelism
        )
        return small.filteredSymmetrically(Plane.gaussianWeights(remaining), parallelism)
            .resampled(width: width, height: height, parallelism: parallelism)
    }

    private func filteredSymmetrically(_ weights: [Float], _ parallelism: Parallelism) -> Plane {
        let radius = weights.count - 1
        return filtered(width: width, height: height, scratchCount: width + 2 * radius, parallelism: parallelism) {
            out,
            input,
            rows,
            scratch in
            pk_symmetric_filter(
                out,
                input,
                width,
                height,
                weights,
                radius,
                rows.lowerBound,
                rows.upperBound,
                scratch
            )
        }
    }

    /// The centre's weight and those to one side, out to three sigma; the whole kernel's sum is 1.
    private static func gaussianWeights(_ sigma: Float) -> [Float] {
        let radius = max(1, Int((3 * sigma).rounded(.up)))
        let weights = (0...radius).map { exp(-0.5 * Double($0 * $0) / Double(sigma * sigma)) }
        let sum = 2 * weights.reduce(0, +) - weights[0]
        return weights.map { Float($0 / sum) }
    }
}
