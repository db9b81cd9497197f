import Foundation
import GenerationTypes
import Testing

@testable import SceneEngine

@Suite struct EnlargingTests {
    private func picture(_ width: Int, _ height: Int, _ layout: Bitmap.Layout) -> Bitmap {
        let bytes = (0..<width * height * layout.rawValue).map {
            UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13)
        }
        return Bitmap(size: PixelSize(width: width, height: height), layout: layout, bytes: bytes)
    }

    @Test(arguments: [(1, 1), (3, 5), (17, 9)], [Bitmap.Layout.rgb, .rgba])
    func `An enlarged pixel is the Lanczos-weighted mean of the eight by eight around it`(
        size: (Int, Int),
        layout: Bitmap.Layout
    ) {
        let input = picture(size.0, size.1, layout), target = PixelSize(width: 2 * size.0 + 1, height: 3 * size.1)
        let output = input.enlarged(to: target)
        func sinc(_ x: Double) -> Double { abs(x) < 1e-9 ? 1 : sin(.pi * x) / (.pi * x) }
        func taps(_ i: Int, _ count: Int, _ inputCount: Int) -> [(index: Int, weight: Double)] {
            let center = (Double(i) + 0.5) * Double(inputCount) / Double(count) - 0.5, first = Int(floor(center)) - 3
            let weights = (first..<first + 8).map { sinc(Double($0) - center) * sinc((Double($0) - center) / 4) }
            let sum = weights.reduce(0, +)
            return weights.enumerated().map { (min(max(first + $0, 0), inputCount - 1), $1 / sum) }
        }
        for y in 0..<target.height {
            for x in 0..<target.width {
                for channel in 0..<layout.rawValue {
                    var sum = 0.0
                    for down in taps(y, target.height, size.1) {
                        for across in taps(x, target.width, size.0) {
                            let index = (down.index * size.0 + across.index) * layout.rawValue + channel
                            sum += down.weight * across.weight * Double(input.bytes[index])
                        }
                    }
                    let value = Double(output.bytes[(y * target.width + x) * layout.rawValue + channel])
                    #expect(abs(value - min(max(sum, 0), 255)) < 0.51)
                }
            }
        }
    }

    @Test func `The number of threads does not change a byte`() {
        let input = picture(61, 150, .rgb), target = PixelSize(width: 130, height: 333)
        let alone = input.enlarged(to: target, parallelism: .serial)
        #expect(input.enlarged(to: target, parallelism: Parallelism(threadCount: 3)) == alone)
    }
}
