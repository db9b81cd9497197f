import CPixelKernels

/// An image in OKLab: lightness 0…1, and two opponent colour axes (green–red, blue–yellow) within about ±0.4.
struct OKLabImage: Sendable, Hashable {
    var lightness: Plane
    var a: Plane
    var b: Plane

    var width: Int { lightness.width }
    var height: Int { lightness.height }

    init(lightness: Plane, a: Plane, b: Plane) {
        precondition(lightness.hasSameSize(as: a) && lightness.hasSameSize(as: b), "an image has planes of one size")
        self.lightness = lightness
        self.a = a
        self.b = b
    }

    init(_ image: LinearImage, parallelism: Parallelism = .allProcessors) {
        let planes = Self.converted(image.planes, parallelism) { out, count in
            pk_oklab_from_linear(out[0], out[1], out[2], out[0], out[1], out[2], count)
        }
        self.init(lightness: planes[0], a: planes[1], b: planes[2])
    }

    /// Back to light; colours that sRGB cannot show keep their values outside 0…1.
    func linear(parallelism: Parallelism = .allProcessors) -> LinearImage {
        let planes = Self.converted([lightness, a, b], parallelism) { out, count in
            pk_linear_from_oklab(out[0], out[1], out[2], out[0], out[1], out[2], count)
        }
        return LinearImage(red: planes[0], green: planes[1], blue: planes[2])
    }

    private static func converted(
        _ input: [Plane],
        _ parallelism: Parallelism,
        _ kernel: ([UnsafeMutablePointer<Float>?], Int) -> Void
    ) -> [Plane] {
        var planes = input
        let (width, height) = (input[0].width, input[0].height)
        Plane.withMutablePointers(&planes) { pointers in
            parallelism.forEachBand(of: height) { rows in
                kernel(pointers.map { $0.map { $0 + rows.lowerBound * width } }, rows.count * width)
            }
        }
        return planes
    }
}
