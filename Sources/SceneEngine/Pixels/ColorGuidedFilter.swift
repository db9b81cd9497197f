import CPixelKernels

/// A guided filter whose guide has three channels: it also follows edges between colours of equal lightness.
struct ColorGuidedFilter: Sendable {
    private let guide: [Plane]
    private let small: [Plane]
    private let means: [Plane]
    /// Upper triangle of the inverse covariance, per pixel of the reduced copy.
    private let inverse: [Plane]
    private let radius: Int
    private let parallelism: Parallelism

    /// The parameters are those of ``GuidedFilter``.
    init(guide: [Plane], radius: Int, epsilon: Float, subsampling: Int, parallelism: Parallelism = .allProcessors) {
        precondition(guide.count == 3, "a colour guide has three channels, got \(guide.count)")
        let radius = max(1, radius / subsampling)
        let small = guide.map {
            $0.downsampled(
                width: max(1, $0.width / subsampling),
                height: max(1, $0.height / subsampling),
                parallelism: parallelism
            )
        }
        let means = small.map { $0.boxBlurred(radius: radius, parallelism: parallelism) }
        var products = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)].map { i, j in
            small[i].multiplied(by: small[j], parallelism: parallelism)
                .boxBlurred(radius: radius, parallelism: parallelism)
        }
        let count = small[0].width * small[0].height
        Plane.withPointers(means) { means in
            Plane.withMutablePointers(&products) { products in
                pk_guided_color_inverse(products, means.map(Optional.some), epsilon, count)
            }
        }
        self.guide = guide
        self.small = small
        self.means = means
        inverse = products
        self.radius = radius
        self.parallelism = parallelism
    }

    /// A plane of the guide's size, within 0…1; `input` may have any size.
    func apply(to input: Plane) -> Plane {
        let (width, height) = (guide[0].width, guide[0].height)
        let (lowWidth, lowHeight) = (small[0].width, small[0].height)
        let p = input.matched(width: lowWidth, height: lowHeight, parallelism: parallelism)
        var coefficients = small.map {
            $0.multiplied(by: p, parallelism: parallelism).boxBlurred(radius: radius, parallelism: parallelism)
        }
        coefficients.append(p.boxBlurred(radius: radius, parallelism: parallelism))
        Plane.withPointers(means + inverse) { statistics in
            Plane.withMutablePointers(&coefficients) { coefficients in
                let means = statistics.prefix(3).map(Optional.some),
                    inverse = statistics.dropFirst(3).map(Optional.some)
                pk_guided_color_coefficients(coefficients, inverse, means, lowWidth * lowHeight)
            }
        }
        let smooth = coefficients.map { $0.boxBlurred(radius: radius, parallelism: parallelism) }
        return Plane.withPointers(smooth) { smooth in
            Plane.withPointers(guide) { guide in
                let (smooth, guide) = (smooth.map(Optional.some), guide.map(Optional.some))
                return Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                    withScratch(count: 4 * lowWidth) { scratch in
                        pk_guided_color_apply(
                            out,
                            guide,
                            width,
                            height,
                            smooth,
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
    }
}
