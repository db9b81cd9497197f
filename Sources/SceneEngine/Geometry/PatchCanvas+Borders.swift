import GenerationTypes

extension PatchCanvas {
    /// How far inside the picture patches of the fill still say what it looks like.
    private static let overlap = 6
    /// Standard deviations, in pixels, of what smooths colour differences along the border, each twice the one before.
    private static let smoothings: [Float] = [2, 4, 8, 16, 32, 64]

    /// Makes the fill go over into the picture without an edge: its colour meets the picture's at the border, the
    /// correction fading outwards, and fine detail is mixed in the last pixels of the picture.
    mutating func joinBorders(_ layout: CanvasLayout, parallelism: Parallelism) {
        let original = pixels
        let (width, height) = (width, height)
        let inner = layout.inset(by: Self.overlap)
        setUnknown { x, y in !inner.contains(x, y) }
        vote(tolerance: 1500, parallelism: parallelism)
        if layout.size.width < width {
            joinEnds(original, layout.left..<layout.left + layout.size.width, lineCount: height) { $1 * width + $0 }
        }
        if layout.size.height < height {
            joinEnds(original, layout.top..<layout.top + layout.size.height, lineCount: width) { $0 * width + $1 }
        }
        for y in 0..<height {
            for x in 0..<width where layout.contains(x, y) {
                let share = layout.depth(x, y) < Self.overlap ? 2 * layout.depth(x, y) + 1 : 2 * Self.overlap
                for c in 0..<3 {
                    let index = (y * width + x) * 4 + c
                    let mixed = Int(original[index]) * share + Int(pixels[index]) * (2 * Self.overlap - share)
                    pixels[index] = UInt8((mixed + Self.overlap) / (2 * Self.overlap))
                }
            }
        }
    }

    /// Between which two of ``smoothings`` the one for a distance from the border (in pixels) lies, and where.
    private static func smoothing(at distance: Float) -> (finer: Int, coarser: Int, mix: Float) {
        var (finer, low) = (0, Float(0))
        while finer < smoothings.count - 1 && distance >= smoothings[finer] {
            low = smoothings[finer]
            finer += 1
        }
        guard finer > 0 else { return (0, 0, 0) }
        return (finer - 1, finer, min(1, (distance - low) / (smoothings[finer] - low)))
    }

    /// Joins both ends of lines (rows or columns) whose positions in `shown` are the picture's.
    private mutating func joinEnds(
        _ original: [UInt8],
        _ shown: Range<Int>,
        lineCount: Int,
        index: (_ position: Int, _ line: Int) -> Int
    ) {
        let length = index(0, 1) == 1 ? height : width
        for (end, outwards) in [(shown.lowerBound, -1), (shown.upperBound - 1, 1)] {
            for c in 0..<3 {
                // Where picture and fill overlap they should agree; the mean difference is added to the fill.
                var offsets = Plane(width: lineCount, height: 1)
                for line in 0..<lineCount {
                    var sum: Float = 0
                    for depth in 0..<Self.overlap {
                        let pixel = index(end - outwards * depth, line) * 4 + c
                        sum += Float(original[pixel]) - Float(pixels[pixel])
                    }
                    offsets.pixels[line] = sum / Float(Self.overlap)
                }
                // As in a membrane stretched over the margin, what varies quickly along the border fades quickly.
                let smoothed = Self.smoothings.map { offsets.gaussianBlurred(sigma: $0, parallelism: .serial).pixels }
                let reach = Float(length) / 3
                var position = end - outwards * (Self.overlap - 1)
                while position >= 0 && position < length {
                    let distance = max(0, Float((position - end) * outwards))
                    let share = max(0, 1 - distance / reach)
                    let weight = share * share * share
                    if weight == 0 { break }
                    let (finer, coarser, mix) = Self.smoothing(at: distance)
                    for line in 0..<lineCount {
                        let pixel = index(position, line) * 4 + c
                        let offset = smoothed[finer][line] * (1 - mix) + smoothed[coarser][line] * mix
                        pixels[pixel] = UInt8(min(max(Float(pixels[pixel]) + weight * offset + 0.5, 0), 255))
                    }
                    position += outwards
                }
            }
        }
    }
}

extension CanvasLayout {
    /// Whether a position is at least this far from the borders at which the picture goes on.
    fileprivate func inset(by pixels: Int) -> CanvasInterior {
        let (sideways, upright) = (size.width < canvas.width ? pixels : 0, size.height < canvas.height ? pixels : 0)
        return CanvasInterior(
            columns: left + sideways..<left + size.width - sideways,
            rows: top + upright..<top + size.height - upright
        )
    }

    /// Pixels between a position in the picture and the nearest border at which the picture goes on.
    fileprivate func depth(_ x: Int, _ y: Int) -> Int {
        let across = size.width < canvas.width ? min(x - left, left + size.width - 1 - x) : Int.max
        let down = size.height < canvas.height ? min(y - top, top + size.height - 1 - y) : Int.max
        return min(across, down)
    }
}

/// A part of the picture in which it stays as it is.
private struct CanvasInterior {
    let columns: Range<Int>
    let rows: Range<Int>

    func contains(_ x: Int, _ y: Int) -> Bool { columns.contains(x) && rows.contains(y) }
}
