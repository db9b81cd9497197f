import Foundation

/// What classification looks at: a copy of the photograph with 320 pixels along its longer side, and for each pixel colour,
/// gradient and fine texture.
struct SceneFeatures: Sendable {
    static let longSide = 320

    let width: Int
    let height: Int
    /// Pixels of the photograph per pixel of this copy.
    let scale: Float
    let encoded: EncodedImage
    let linear: LinearImage
    let color: OKLabImage
    let chroma: Plane
    /// Degrees, 0..<360: red about 30, yellow 110, green 140, blue 265.
    let hue: Plane
    /// Local rms of the lightness that a blur of 1.5 pixels takes away: leaves 0.05, masonry 0.03, clear sky 0.002.
    let texture: Plane
    /// Squared gradients of the colour, across and down, and the length of both.
    let gradientX: Plane
    let gradientY: Plane
    let gradient: Plane
    /// Slope down the image, colour weighted twice: for finding horizons.
    let verticalSlope: Plane

    init(_ image: EncodedImage, parallelism: Parallelism) {
        scale = max(1, Float(max(image.width, image.height)) / Float(Self.longSide))
        let width = max(1, Int((Float(image.width) / scale).rounded()))
        let height = max(1, Int((Float(image.height) / scale).rounded()))
        let encoded = image.mapPlanes { $0.downsampled(width: width, height: height, parallelism: parallelism) }
        let linear = LinearImage(
            red: encoded.red.srgbDecoded(parallelism: parallelism),
            green: encoded.green.srgbDecoded(parallelism: parallelism),
            blue: encoded.blue.srgbDecoded(parallelism: parallelism)
        )
        let color = OKLabImage(linear, parallelism: parallelism)
        self.width = width
        self.height = height
        self.encoded = encoded
        self.linear = linear
        self.color = color
        chroma = color.a.combined(with: color.b) { ($0 * $0 + $1 * $1).squareRoot() }
        hue = color.a.combined(with: color.b) { a, b in
            let degrees = atan2(b, a) * (180 / Float.pi)
            return degrees < 0 ? degrees + 360 : degrees
        }
        let soft = color.lightness.gaussianBlurred(sigma: 1.5, parallelism: parallelism)
        texture = color.lightness.combined(with: soft) { ($0 - $1) * ($0 - $1) }
            .boxBlurred(radius: 4, parallelism: parallelism).map { max($0, 0).squareRoot() }
        let slopes = [color.lightness, color.a, color.b].map {
            Slopes($0.gaussianBlurred(sigma: 1, parallelism: parallelism))
        }
        var (acrossSum, downSum) = (Plane(width: width, height: height), Plane(width: width, height: height))
        var verticalSum = acrossSum
        for (slope, weight) in zip(slopes, [1, 2, 2] as [Float]) {
            acrossSum = acrossSum.combined(with: slope.across) { $0 + $1 * $1 }
            downSum = downSum.combined(with: slope.down) { $0 + $1 * $1 }
            verticalSum = verticalSum.combined(with: slope.down) { $0 + weight * abs($1) }
        }
        gradientX = acrossSum
        gradientY = downSum
        gradient = acrossSum.combined(with: downSum) { ($0 + $1).squareRoot() }
        verticalSlope = verticalSum
    }

    /// The share of the height at which a pixel lies: 0 at the top.
    func rowShare(_ index: Int) -> Float { Float(index / width) / Float(height) }

    /// Makes a plane from a formula over pixel indices.
    func plane(_ value: (Int) -> Float) -> Plane {
        Plane(width: width, height: height, pixels: (0..<width * height).map(value))
    }

    func mask(_ condition: (Int) -> Bool) -> PixelMask {
        PixelMask(width: width, height: height, pixels: (0..<width * height).map(condition))
    }
}

/// Derivatives by Sobel's filter, scaled to twice the difference between neighbours; the edge pixel repeats outside.
struct Slopes: Sendable {
    let across: Plane
    let down: Plane

    init(_ plane: Plane) {
        let (width, height, p) = (plane.width, plane.height, plane.pixels)
        var (across, down) = (plane, plane)
        for y in 0..<height {
            let (above, here, below) = (max(0, y - 1) * width, y * width, min(height - 1, y + 1) * width)
            for x in 0..<width {
                let (left, right) = (max(0, x - 1), min(width - 1, x + 1))
                let leftSum = p[above + left] + 2 * p[here + left] + p[below + left]
                let rightSum = p[above + right] + 2 * p[here + right] + p[below + right]
                let aboveSum = p[above + left] + 2 * p[above + x] + p[above + right]
                let belowSum = p[below + left] + 2 * p[below + x] + p[below + right]
                across.pixels[here + x] = 0.25 * (rightSum - leftSum)
                down.pixels[here + x] = 0.25 * (belowSum - aboveSum)
            }
        }
        self.across = across
        self.down = down
    }
}
