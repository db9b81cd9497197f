import CPixelKernels
import Foundation
import Testing

@testable import SceneEngine

/// Sides around the widths of vectors and bands, where kernels go wrong first.
private let oddSizes = [(1, 1), (15, 1), (1, 16), (16, 33), (17, 15), (33, 17), (67, 40)]

private func noise(_ width: Int, _ height: Int, seed: UInt32 = 1) -> Plane {
    var state = seed &* 747_796_405 &+ 2_891_336_453
    return Plane(
        width: width,
        height: height,
        pixels: (0..<width * height).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / Float(1 << 24)
        }
    )
}

private func largestDifference(_ left: Plane, _ right: Plane) -> Float {
    zip(left.pixels, right.pixels).map { abs($0 - $1) }.max() ?? 0
}

@Suite struct AnalysisKernelTests {
    @Test(arguments: oddSizes, [1, 4, 40])
    func `A box blur is the mean of the window inside the image`(size: (Int, Int), radius: Int) {
        let (width, height) = size
        let input = noise(width, height)
        var naive = input
        for y in 0..<height {
            for x in 0..<width {
                let rows = max(0, y - radius)...min(height - 1, y + radius)
                let columns = max(0, x - radius)...min(width - 1, x + radius)
                let sum = rows.reduce(0.0) { sum, row in columns.reduce(sum) { $0 + Double(input[$1, row]) } }
                naive[x, y] = Float(sum / Double(rows.count * columns.count))
            }
        }
        #expect(largestDifference(input.boxBlurred(radius: radius), naive) < 2e-6)
    }

    @Test(arguments: oddSizes, [Float(0.8), 2.5])
    func `A narrow Gaussian blur is the mirrored separable sum`(size: (Int, Int), sigma: Float) {
        let (width, height) = size
        let input = noise(width, height)
        let radius = Int((3 * sigma).rounded(.up))
        let weights = (-radius...radius).map { exp(-0.5 * Double($0 * $0) / Double(sigma * sigma)) }
        let total = weights.reduce(0, +)
        func mirrored(_ i: Int, _ size: Int) -> Int {
            let phase = ((i % (2 * size)) + 2 * size) % (2 * size)
            return phase < size ? phase : 2 * size - 1 - phase
        }
        var naive = input
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0.0
                for (j, v) in weights.enumerated() {
                    for (i, u) in weights.enumerated() {
                        sum += u * v * Double(input[mirrored(x + i - radius, width), mirrored(y + j - radius, height)])
                    }
                }
                naive[x, y] = Float(sum / total / total)
            }
        }
        #expect(largestDifference(input.gaussianBlurred(sigma: sigma), naive) < 2e-6)
    }

    @Test(arguments: [Float(9), 25, 60])
    func `A wide Gaussian blur spreads an edge like the error function`(sigma: Float) {
        var step = Plane(width: 640, height: 200)
        for y in 0..<200 { for x in 320..<640 { step[x, y] = 1 } }
        let blurred = step.gaussianBlurred(sigma: sigma)
        for x in stride(from: 100, to: 540, by: 7) {
            let ideal = Float(0.5 * erfc(-(Double(x) + 0.5 - 320) / Double(sigma) / 2.0.squareRoot()))
            #expect(abs(blurred[x, 100] - ideal) < 0.006)
        }
    }

    @Test(arguments: oddSizes)
    func `A reduced copy keeps the mean and covers areas exactly`(size: (Int, Int)) {
        let (width, height) = size
        let (newWidth, newHeight) = (max(1, width * 3 / 7), max(1, height / 2))
        let input = noise(width, height)
        let output = input.downsampled(width: newWidth, height: newHeight)
        #expect(abs(input.mean - output.mean) < 1e-5)
        let reach = Double(width) / Double(newWidth)
        var naive = 0.0
        for y in 0..<height {
            for x in 0..<width {
                let across = max(0, min(Double(x + 1), reach) - Double(x))
                let down = max(0, min(Double(y + 1), Double(height) / Double(newHeight)) - Double(y))
                naive += Double(input[x, y]) * across * down
            }
        }
        naive /= reach * Double(height) / Double(newHeight)
        #expect(abs(Double(output[0, 0]) - naive) < 1e-5)
    }

    @Test(arguments: oddSizes, [Interpolation.bilinear, .bicubic])
    func `Enlarging a ramp gives a ramp`(size: (Int, Int), interpolation: Interpolation) {
        let (width, height) = size
        var ramp = Plane(width: width, height: height)
        for y in 0..<height { for x in 0..<width { ramp[x, y] = Float(x) + 10 * Float(y) } }
        let output = ramp.resampled(width: 3 * width + 1, height: 2 * height, interpolation: interpolation)
        for y in 0..<output.height {
            for x in 0..<output.width {
                let column = (Float(x) + 0.5) * Float(width) / Float(output.width) - 0.5
                let row = (Float(y) + 0.5) * Float(height) / Float(output.height) - 0.5
                // Where pixels are missing at the border the curve of the bicubic filter bends away from the ramp.
                let margin: Float = interpolation == .bicubic ? 1 : 0
                guard column >= margin, column <= Float(width - 1) - margin, row >= margin,
                    row <= Float(height - 1) - margin
                else { continue }
                #expect(abs(output[x, y] - column - 10 * row) < 1e-3)
            }
        }
    }

    @Test func `A warp samples between pixels and holds the edge outside`() {
        let input = noise(17, 15)
        let x = Plane(width: 4, height: 1, pixels: [3, 3.5, -8, 40])
        let y = Plane(width: 4, height: 1, pixels: [2, 2, 4.25, 90])
        let output = input.warped(x: x, y: y)
        #expect(output[0, 0] == input[3, 2])
        #expect(abs(output[1, 0] - (input[3, 2] + input[4, 2]) / 2) < 1e-6)
        #expect(abs(output[2, 0] - (0.75 * input[0, 4] + 0.25 * input[0, 5])) < 1e-6)
        #expect(output[3, 0] == input[16, 14])
    }

    @Test func `A guided filter keeps what its guide explains and smooths what it does not`() {
        var guide = Plane(width: 67, height: 40)
        for y in 0..<40 { for x in 33..<67 { guide[x, y] = 1 } }
        let speckled = guide.combined(with: noise(67, 40)) { 0.25 + 0.5 * $0 + 0.2 * ($1 - 0.5) }
        let gray = GuidedFilter(guide: guide, radius: 8, epsilon: 1e-4, subsampling: 1).apply(to: speckled)
        let color = ColorGuidedFilter(guide: [guide, guide, guide], radius: 8, epsilon: 1e-4, subsampling: 1)
            .apply(to: speckled)
        for filtered in [gray, color] {
            for y in 4..<36 {
                #expect(abs(filtered[32, y] - 0.25) < 0.04)
                #expect(abs(filtered[33, y] - 0.75) < 0.04)
            }
        }
    }

    @Test func `Percentiles come from the sorted values`() {
        let input = noise(67, 40)
        let sorted = input.pixels.sorted()
        for (share, value) in zip([0.01, 0.5, 0.9] as [Float], input.percentiles([0.01, 0.5, 0.9])) {
            #expect(abs(value - sorted[Int(share * Float(sorted.count - 1))]) < 2e-3)
        }
    }

    @Test(arguments: oddSizes)
    func `The number of threads does not change a bit`(size: (Int, Int)) {
        let input = noise(size.0 * 3, size.1 * 5)
        func results(_ parallelism: Parallelism) -> [Plane] {
            [
                input.boxBlurred(radius: 7, parallelism: parallelism),
                input.gaussianBlurred(sigma: 1.7, parallelism: parallelism),
                input.gaussianBlurred(sigma: 21, parallelism: parallelism),
                GuidedFilter(guide: input, radius: 6, epsilon: 1e-3, subsampling: 2, parallelism: parallelism)
                    .apply(to: input),
                input.smoothstep(0.2, 0.7, parallelism: parallelism),
            ]
        }
        let expected = results(.serial)
        for threadCount in [2, 3, 7] { #expect(results(Parallelism(threadCount: threadCount)) == expected) }
    }
}
