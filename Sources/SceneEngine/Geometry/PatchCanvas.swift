import CPixelKernels
import GenerationTypes

/// One level of the pyramid in which a canvas is filled: its pixels, which of them are guesses, and the matches of its
/// patches.
struct PatchCanvas: Sendable {
    static let side = Int(PK_PATCH_SIDE)

    let width: Int
    let height: Int
    /// `height × width × 4` bytes: red, green, blue, 0.
    var pixels: [UInt8]
    /// 1 where the picture is to be filled.
    private(set) var unknown: [UInt8]
    let growsSideways: Bool
    /// For each patch, by its top left pixel: 255 where it holds an unknown pixel or lies over the border.
    private let penalty: [UInt8]
    private(set) var matches: [pk_patch_match]

    /// `attention`: how much each pixel should stay unique, 0…254.
    init(width: Int, height: Int, pixels: [UInt8], unknown: [UInt8], attention: [UInt8], growsSideways: Bool) {
        self.width = width
        self.height = height
        self.pixels = pixels
        self.unknown = unknown
        self.growsSideways = growsSideways
        var penalty = [UInt8](repeating: 255, count: width * height)
        var matches = [pk_patch_match](repeating: pk_patch_match(x: 0, y: 0, cost: -1), count: width * height)
        for y in 0...(height - Self.side) {
            for x in 0...(width - Self.side) {
                let here = y * width + x
                let far = (y + Self.side - 1) * width + x + Self.side - 1
                // The known part is a rectangle: a patch is inside when its four corners are.
                if unknown[here] | unknown[here + Self.side - 1] | unknown[far - Self.side + 1] | unknown[far] == 1 {
                    matches[here] = pk_patch_match(x: Int32(x), y: Int32(y), cost: 0)
                } else {
                    penalty[here] = attention[(y + Self.side / 2) * width + x + Self.side / 2]
                }
            }
        }
        self.penalty = penalty
        self.matches = matches
    }

    /// Starts every search at the patch that a function names.
    mutating func setMatches(_ match: (_ x: Int, _ y: Int) -> (x: Int, y: Int)) {
        for y in 0..<height {
            for x in 0..<width where matches[y * width + x].cost >= 0 {
                let source = match(x, y)
                matches[y * width + x].x = Int32(source.x)
                matches[y * width + x].y = Int32(source.y)
            }
        }
    }

    /// Looks for better matches once over.
    mutating func search(step: Int, reach: Int, random: SeedStream, parallelism: Parallelism) {
        var found = matches
        withCanvas { canvas in
            matches.withUnsafeBufferPointer { old in
                found.withUnsafeMutableBufferPointer { new in
                    guard let old = old.baseAddress, let new = new.baseAddress else { return }
                    parallelism.forEachBand(of: height) { rows in
                        var canvas = canvas
                        pk_patch_search(
                            new,
                            old,
                            &canvas,
                            Int32(step),
                            Int32(reach),
                            random.bits,
                            Int32(rows.lowerBound),
                            Int32(rows.upperBound)
                        )
                    }
                }
            }
        }
        matches = found
    }

    /// Says what pixels are to be guessed in the next vote.
    mutating func setUnknown(_ isUnknown: (_ x: Int, _ y: Int) -> Bool) {
        for y in 0..<height {
            for x in 0..<width { unknown[y * width + x] = isUnknown(x, y) ? 1 : 0 }
        }
    }

    /// Paints the unknown pixels as the matches say.
    mutating func vote(tolerance: Float, parallelism: Parallelism) {
        var painted = pixels
        let (width, height) = (width, height)
        painted.withUnsafeMutableBufferPointer { out in
            pixels.withUnsafeBufferPointer { pixels in
                guard let out = out.baseAddress, let pixels = pixels.baseAddress else { return }
                parallelism.forEachBand(of: height) { rows in
                    pk_patch_vote(
                        out,
                        pixels,
                        unknown,
                        matches,
                        Int32(width),
                        Int32(height),
                        tolerance,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
        pixels = painted
    }

    /// Root of the mean squared difference (in steps of a byte) that the worst tenth of the patches exceeds.
    var worstDifference: Float {
        // Every seventh patch tells as much as all.
        let sample = stride(from: 0, to: matches.count, by: 7).map { matches[$0].cost }
        let costs = sample.filter { $0 >= 0 }.map(Float.init).sorted()
        guard !costs.isEmpty else { return 0 }
        return (costs[costs.count * 9 / 10] / Float(Self.side * Self.side * 3)).squareRoot()
    }

    private func withCanvas(_ body: (pk_patch_canvas) -> Void) {
        pixels.withUnsafeBufferPointer { pixels in
            penalty.withUnsafeBufferPointer { penalty in
                body(
                    pk_patch_canvas(
                        pixels: pixels.baseAddress,
                        penalty: penalty.baseAddress,
                        width: Int32(width),
                        height: Int32(height),
                        keeps_rows: growsSideways ? 1 : 0,
                        // A tenth of the picture's height costs as much as every byte being 12 off.
                        drift_scale: Int32(16 * 166 * 10 / (growsSideways ? height : width))
                    )
                )
            }
        }
    }
}
