import Foundation
import Testing

@testable import SceneEngine

@Suite struct NonLocalMeansTests {
    /// Noise of a known deviation around one half, from an even distribution.
    private func noise(_ width: Int, _ height: Int, deviation: Float, seed: UInt32) -> Plane {
        var state = seed &* 747_796_405 &+ 2_891_336_453
        return Plane(width: width, height: height).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return 0.5 + (Float(state >> 8) / Float(1 << 24) - 0.5) * deviation * Float(12).squareRoot()
        }
    }

    @Test(arguments: [(5, 4), (17, 15), (130, 33)], [1, 2, 3])
    func `It is the mean weighted by how alike the surroundings are`(size: (Int, Int), patch: Int) {
        let (width, height) = size
        let planes = (1...3).map { noise(width, height, deviation: 0.1, seed: $0) }
        let filter = NonLocalMeans(deviation: 0.05, strength: 0.08, patch: patch, search: 2)
        let result = filter.apply(to: planes)
        func reflected(_ i: Int, _ size: Int) -> Int {
            min(max(i < 0 ? -i : i >= size ? 2 * size - 2 - i : i, 0), size - 1)
        }
        func value(_ c: Int, _ x: Int, _ y: Int) -> Double {
            Double(planes[c][reflected(x, width), reflected(y, height)])
        }
        for (x, y) in [(0, 0), (width / 2, height / 2), (width - 1, height - 2), (min(128, width - 1), height - 1)] {
            var (total, sum) = (0.0, 0.0)
            for dy in -2...2 {
                for dx in -2...2 {
                    var d = 0.0
                    for c in 0..<3 {
                        for v in -patch...patch {
                            for u in -patch...patch {
                                d += pow(value(c, x + u, y + v) - value(c, x + u + dx, y + v + dy), 2)
                            }
                        }
                    }
                    d /= Double(3 * (2 * patch + 1) * (2 * patch + 1))
                    let weight = exp(-max(d - 2 * 0.05 * 0.05, 0) / (0.08 * 0.08))
                    (total, sum) = (total + weight, sum + weight * value(1, x + dx, y + dy))
                }
            }
            #expect(abs(Double(result[1][x, y]) - sum / total) < 2e-4)
        }
    }

    @Test func `It takes most of the noise off a flat picture and leaves an edge where it is`() {
        let noisy = noise(96, 64, deviation: 0.04, seed: 5)
        var step = noisy
        for y in 0..<64 { for x in 48..<96 { step[x, y] += 0.4 } }
        let calm = NonLocalMeans(deviation: 0.04, strength: 0.022, patch: 2).apply(to: [step])[0]
        for y in stride(from: 8, to: 56, by: 5) {
            #expect(abs(calm[20, y] - 0.5) < 0.03)
            #expect(calm[48, y] - calm[47, y] > 0.3)
        }
    }

    @Test func `The number of threads does not change a bit`() {
        let noisy = noise(200, 100, deviation: 0.1, seed: 9)
        let results = [1, 2, 4].map {
            NonLocalMeans(deviation: 0.1, strength: 0.05, search: 4, parallelism: Parallelism(threadCount: $0))
                .apply(to: [noisy])
        }
        #expect(results[0] == results[1])
        #expect(results[0] == results[2])
    }
}
