import CPixelKernels

/// Takes noise off by averaging each pixel with those near it whose surroundings look alike (Buades, Coll, Morel,
/// "Non-Local Means Denoising", IPOL, 2011, whose parameters for colour these are). Edges and texture have few pixels
/// alike and stay.
struct NonLocalMeans: Sendable {
    private let settings: pk_nonlocal
    private let parallelism: Parallelism

    /// - Parameters:
    ///   - deviation: the noise's, in the units of the planes: differences that it explains do not count.
    ///   - strength: the root mean square difference beyond that, in the same units, at which a weight falls to 1/e.
    ///   - patch: the surroundings compared reach ±patch pixels, 1 to 3.
    ///   - search: pixels up to ±search columns and rows away are looked at.
    ///   - parallelism: how many threads share the work.
    init(
        deviation: Float,
        strength: Float,
        patch: Int = 1,
        search: Int = 10,
        parallelism: Parallelism = .allProcessors
    ) {
        precondition((1...3).contains(patch) && search >= 0, "a patch of 1 to 3, got \(patch)")
        settings = pk_nonlocal(
            patch: Int32(patch),
            search: Int32(search),
            deviation: deviation,
            strength: max(1e-6, strength)
        )
        self.parallelism = parallelism
    }

    /// One plane, or three that are compared together.
    func apply(to planes: [Plane]) -> [Plane] {
        precondition(planes.count == 1 || planes.count == 3, "one plane or three, got \(planes.count)")
        let (width, height, channels) = (planes[0].width, planes[0].height, Int32(planes.count))
        var (result, settings) = (planes, settings)
        Plane.withPointers(planes) { input in
            let input = input.map(Optional.some)
            Plane.withMutablePointers(&result) { output in
                parallelism.forEachBand(of: height) { rows in
                    let scratchCount = pk_nonlocal_means_scratch(channels, &settings, Int32(rows.count))
                    withScratch(count: scratchCount) { scratch in
                        pk_nonlocal_means_rows(
                            output,
                            input,
                            channels,
                            Int32(width),
                            Int32(height),
                            &settings,
                            Int32(rows.lowerBound),
                            Int32(rows.upperBound),
                            scratch
                        )
                    }
                }
            }
        }
        return result
    }
}
