import Foundation

/// Where along its one free direction a crop window goes.
///
/// A window's worth is the share of saliency it keeps, less what its two edges cut through. Up and down are not alike:
/// a head or a roof that is cut, or lost, spoils a picture, and feet do not.
struct CropChoice {
    private struct Weights {
        let cutAtStart: Double
        let cutAtEnd: Double
        /// For saliency lost before the window's start, on top of its not being kept.
        let lostAtStart: Double
        /// For a window that lies at the image's end instead of in its middle.
        let offCentre: Double

        static let vertical = Weights(cutAtStart: 0.35, cutAtEnd: 0.22, lostAtStart: 0.45, offCentre: 0)
        static let horizontal = Weights(cutAtStart: 0.1, cutAtEnd: 0.1, lostAtStart: 0, offCentre: 0.03)
    }

    private let weights: Weights
    /// `kept[i]`: the share of all saliency in the first `i` lines.
    private let kept: [Double]
    /// `cut[i]`: how much an edge between lines `i − 1` and `i` cuts through, from 0 to 1.
    private let cut: [Double]

    /// For a window as wide as the image, which moves up and down.
    init(vertical map: SaliencyPlane) { self.init(lines: map, map.weightedByPlace, .vertical) }

    /// For a window as high as the image, which moves sideways.
    init(horizontal map: SaliencyPlane) {
        self.init(lines: map.transposed, map.weightedByPlace.transposed, .horizontal)
    }

    private init(lines map: SaliencyPlane, _ weighted: SaliencyPlane, _ weights: Weights) {
        self.weights = weights
        kept = Self.cumulativeShares(weighted)
        cut = Self.cutCosts(map)
    }

    /// The start, as a share of the image's length (0 to 1 − `length`), of the best window `length` long.
    func bestStart(length: Double) -> Double {
        let lineCount = Double(kept.count - 1)
        let stepCount = max(1, Int((1 - length) * lineCount * 4))
        let starts = (0...stepCount).map { Double($0) / Double(stepCount) * (1 - length) }
        return starts.max { worth($0, length) < worth($1, length) } ?? 0
    }

    /// The share of all saliency in a window.
    func keptShare(from start: Double, length: Double) -> Double { value(kept, start + length) - value(kept, start) }

    private func worth(_ start: Double, _ length: Double) -> Double {
        let end = start + length
        return value(kept, end) - value(kept, start) - weights.lostAtStart * value(kept, start)
            - weights.cutAtStart * value(cut, start) - weights.cutAtEnd * value(cut, end)
            - weights.offCentre * abs(2 * (start + length / 2) - 1)
    }

    /// The list's value at a share of its length, between its entries on a straight line.
    private func value(_ list: [Double], _ share: Double) -> Double {
        let position = min(max(share, 0), 1) * Double(list.count - 1)
        let index = min(Int(position), list.count - 2)
        let fraction = position - Double(index)
        return list[index] * (1 - fraction) + list[index + 1] * fraction
    }

    private static func cumulativeShares(_ map: SaliencyPlane) -> [Double] {
        var sums = [0.0]
        for y in 0..<map.height {
            let line = map.values[y * map.width..<(y + 1) * map.width].reduce(0) { $0 + Double($1) }
            sums.append((sums.last ?? 0) + line)
        }
        let total = sums.last ?? 0
        // A picture without anything salient is all of the same worth.
        guard total > 0 else { return sums.indices.map { Double($0) / Double(map.height) } }
        return sums.map { $0 / total }
    }

    /// Half for the most salient thing that continues across an edge (a spire is narrow), half for their sum. Things
    /// reach a little further than they are, so that they do not touch the frame; at the image's own ends nothing is cut.
    private static func cutCosts(_ map: SaliencyPlane) -> [Double] {
        let limit = max(map.percentile(0.99), .leastNormalMagnitude)
        let margin = max(1, map.height * 3 / 100)
        var deepest = [0.0]
        var mean = [0.0]
        for y in 1..<max(map.height, 2) {
            var largest: Float = 0
            var sum: Float = 0
            for x in 0..<map.width {
                func reach(_ line: Int) -> Float {
                    let lines = max(0, line - margin)...min(map.height - 1, line + margin)
                    return lines.reduce(0) { max($0, map.values[$1 * map.width + x]) }
                }
                let continuing = min(min(reach(y - 1), reach(y)) / limit, 1)
                largest = max(largest, continuing)
                sum += continuing
            }
            deepest.append(Double(largest))
            mean.append(Double(sum))
        }
        let largestMean = max(mean.max() ?? 0, .leastNormalMagnitude)
        return zip(deepest, mean).map { $0 / 2 + $1 / largestMean / 2 } + [0]
    }
}

extension SaliencyPlane {
    /// People put what they photograph near the middle, a little above it.
    fileprivate var weightedByPlace: SaliencyPlane {
        var result = self
        for y in 0..<height {
            let down = ((Float(y) + 0.5) / Float(height) - 0.40) / 0.36
            for x in 0..<width {
                let across = ((Float(x) + 0.5) / Float(width) - 0.5) / 0.3
                result.values[y * width + x] *= expf(-(across * across + down * down) / 2)
            }
        }
        return result
    }
}
