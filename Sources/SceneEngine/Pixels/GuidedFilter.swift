import CPixelKernels

/// Makes soft planes follow the edges of a guide (He, Sun, Tang, "Guided Image Filtering", 2013). The statistics are
/// taken on a reduced copy ("Fast Guided Filter", 2015) and shared by all planes that are filtered with one guide.
struct GuidedFilter: Sendable {
    private let guide: Plane
    private let small: Plane
    private let mean: Plane
    private let meanOfSquares: Plane
    private let radius: Int
    private let epsilon: Float
    private let parallelism: Parallelism

    /// - Parameters:
    ///   - guide: the picture whose edges count.
    ///   - radius: of the window, in pixels of the guide.
    ///   - epsilon: variance of the guide below which it counts as flat.
    ///   - subsampling: how many times smaller the copy for the statistics is, along each side.
    ///   - parallelism: how many threads share the work.
    init(guide: Plane, radius: Int, epsilon: Float, subsampling: Int, parallelism: Parallelism = .allProcessors) {
        self.guide = guide
        self.radius = max(1, radius / subsampling)
        self.epsilon = epsilon
        self.parallelism = parallelism
        small = guide.downsampled(
            width: max(1, guide.width / subsampling),
            height: max(1, guide.height / subsampling),
            parallelism: parallelism
        )
        mean = small.boxBlurred(radius: self.radius, parallelism: parallelism)
        meanOfSquares = small.multiplied(by: small, parallelism: parallelism)
            .boxBlurred(radius: self.radius, parallelism: parallelism)
    }

    /// A plane of the guide's size, within 0…1; `input` may have any size.
    func apply(to input: Plane) -> Plane {
        let p = input.matched(width: small.width, height: small.height, parallelism: parallelism)
        let meanP = p.boxBlurred(radius: radius, parallelism: parallelism)
        let meanIP = p.multiplied(by: small, parallelism: parallelism)
            .boxBlurred(radius: radius, parallelism: parallelism)
        var (a, b) = (meanIP, meanP)
        a.pixels.withUnsafeMutableBufferPointer { a in
            b.pixels.withUnsafeMutableBufferPointer { b in
                guard let a = a.baseAddress, let b = b.baseAddress else { return }
                pk_guided_coefficients(
                    a,
                    b,
                    mean.pixels,
                    meanOfSquares.pixels,
                    b,
                    a,
                    epsilon,
                    small.width * small.height
                )
            }
        }
        let coefficients = [
            a.boxBlurred(radius: radius, parallelism: parallelism),
            b.boxBlurred(radius: radius, parallelism: parallelism),
        ]
        let (width, height, lowWidth, lowHeight) = (guide.width, guide.height, small.width, small.height)
        return Plane.withPointers(coefficients) { coefficients in
            guide.filtered(width: width, height: height, scratchCount: 2 * lowWidth, parallelism: parallelism) {
                out,
                source,
                rows,
                scratch in
                pk_guided_apply(
                    out,
                    source,
                    width,
                    height,
                    coefficients[0],
                    coefficients[1],
                    lowWidth,
                    lowHeight,
                    rows.lowerBound,
                    rows.upperBound,
                    scratch
                )
            }
        }
    }
}

extension Plane {
    /// This plane at another size, smaller or larger.
    func matched(width newWidth: Int, height newHeight: Int, parallelism: Parallelism = .allProcessors) -> Plane {
        newWidth <= width && newHeight <= height
            ? downsampled(width: newWidth, height: newHeight, parallelism: parallelism)
            : resampled(width: newWidth, height: newHeight, parallelism: parallelism)
    }
}
