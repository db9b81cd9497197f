import CPixelKernels
import GenerationTypes

/// Fills the margins around a picture with patches of it, from coarse to fine: what the margins show is decided where
/// the picture is small, and copied from it where it is large.
struct CanvasFill {
    /// The whole canvas, `.rgb`.
    let bitmap: Bitmap
    /// How much the worst tenth of the filled patches differs from anything in the picture, in steps of a byte.
    let worstDifference: Float

    private static let passes = [24, 10, 5, 2, 1]

    /// `shown`: the part of the photograph that the layout shows, in the layout's size. `seed`: where random matches are
    /// drawn from.
    init(_ shown: Bitmap, layout: CanvasLayout, seed: UInt32, parallelism: Parallelism) {
        let levels = Self.levels(shown, layout)
        var level = levels[levels.count - 1]
        let coarsest = PixelSize(width: level.width, height: level.height)
        level.setMatches { x, y in
            // A mirror image of what is inside the border is the first guess.
            let factor = layout.canvas.width / coarsest.width
            let corner = layout.mirrored(x * factor, y * factor)
            return (
                min(max((corner.x + layout.left) / factor, 0), coarsest.width - PatchCanvas.side),
                min(max((corner.y + layout.top) / factor, 0), coarsest.height - PatchCanvas.side)
            )
        }
        var draw: UInt32 = 0
        for index in stride(from: levels.count - 1, through: 0, by: -1) {
            if index < levels.count - 1 {
                let coarse = level
                level = levels[index]
                level.setMatches { coarse.finerMatch($0, $1) }
                level.vote(tolerance: 2000, parallelism: parallelism)
            }
            let passes = Self.passes[min(levels.count - 1 - index, Self.passes.count - 1)]
            for pass in 0..<passes {
                let isCoarsest = index == levels.count - 1
                for step in isCoarsest ? [4, 2, 1] : [1] {
                    draw += 1
                    level.search(
                        step: step,
                        reach: isCoarsest ? level.width / 2 : 4,
                        random: SeedStream(seed: seed, salt: 300 + draw),
                        parallelism: parallelism
                    )
                }
                // Late passes trust the best matches alone, or the mean of many would be a blur.
                level.vote(tolerance: pass * 2 < passes ? 6000 : 1500, parallelism: parallelism)
            }
        }
        worstDifference = level.worstDifference
        level.joinBorders(layout, parallelism: parallelism)
        bitmap = level.bitmap
    }

    /// The canvas in its own size, in half of it, and so on, with the mirrored picture as the first guess.
    private static func levels(_ shown: Bitmap, _ layout: CanvasLayout) -> [PatchCanvas] {
        let (width, height) = (layout.canvas.width, layout.canvas.height)
        var pixels = [UInt8](repeating: 0, count: width * height * 4)
        var unknown = [UInt8](repeating: 1, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let source = layout.mirrored(x, y)
                let from = (source.y * shown.width + source.x) * shown.layout.rawValue
                for c in 0..<3 { pixels[(y * width + x) * 4 + c] = shown.bytes[from + c] }
                if layout.contains(x, y) { unknown[y * width + x] = 0 }
            }
        }
        var levels = [PatchCanvas(width, height, pixels, unknown, layout)]
        // Sides of the result are multiples of 16: four halvings are exact.
        while levels.count < 5, let last = levels.last, min(last.width, last.height) >= 80 {
            levels.append(last.halved(layout))
        }
        return levels
    }
}

extension PatchCanvas {
    fileprivate init(_ width: Int, _ height: Int, _ pixels: [UInt8], _ unknown: [UInt8], _ layout: CanvasLayout) {
        // What stands in the middle of the picture is its subject, of which there should be one.
        let factor = Float(width) / Float(layout.canvas.width)
        var attention = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            let down = (Float(y) / factor - Float(layout.top)) / Float(layout.size.height) - 0.5
            for x in 0..<width {
                let across = (Float(x) / factor - Float(layout.left)) / Float(layout.size.width) - 0.5
                let inside = 1 - 2 * abs(layout.growsSideways ? across : down)
                attention[y * width + x] = UInt8(min(80, max(0, (inside - 0.3) * 115)))
            }
        }
        self.init(
            width: width,
            height: height,
            pixels: pixels,
            unknown: unknown,
            attention: attention,
            growsSideways: layout.growsSideways
        )
    }

    /// Each pixel the mean of four; unknown when one of them is.
    fileprivate func halved(_ layout: CanvasLayout) -> PatchCanvas {
        let (halfWidth, halfHeight) = (width / 2, height / 2)
        var half = [UInt8](repeating: 0, count: halfWidth * halfHeight * 4)
        var unknownHalf = [UInt8](repeating: 0, count: halfWidth * halfHeight)
        for y in 0..<halfHeight {
            for x in 0..<halfWidth {
                let (upper, lower) = (2 * y * width + 2 * x, (2 * y + 1) * width + 2 * x)
                let target = y * halfWidth + x
                for c in 0..<3 {
                    let top = Int(pixels[upper * 4 + c]) + Int(pixels[upper * 4 + 4 + c])
                    let bottom = Int(pixels[lower * 4 + c]) + Int(pixels[lower * 4 + 4 + c])
                    half[target * 4 + c] = UInt8((top + bottom + 2) / 4)
                }
                unknownHalf[target] = unknown[upper] | unknown[upper + 1] | unknown[lower] | unknown[lower + 1]
            }
        }
        return PatchCanvas(halfWidth, halfHeight, half, unknownHalf, layout)
    }

    /// What the match of a patch in this level says about one at twice the size.
    fileprivate func finerMatch(_ x: Int, _ y: Int) -> (x: Int, y: Int) {
        // The last patches have no coarse one of their own: they continue the match of the last that there is.
        let (column, row) = (min(x / 2, width - Self.side), min(y / 2, height - Self.side))
        let match = matches[row * width + column]
        guard match.cost >= 0 else { return (x, y) }
        return (
            min(2 * Int(match.x) + x - 2 * column, 2 * width - Self.side),
            min(2 * Int(match.y) + y - 2 * row, 2 * height - Self.side)
        )
    }

    fileprivate var bitmap: Bitmap {
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        for index in 0..<width * height {
            for c in 0..<3 { bytes[index * 3 + c] = pixels[index * 4 + c] }
        }
        return Bitmap(size: PixelSize(width: width, height: height), layout: .rgb, bytes: bytes)
    }
}
