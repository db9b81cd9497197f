import CPixelKernels

/// The photograph's grey at several scales: what is lit, what faces up and what is a gap is read from their differences.
struct SceneRelief: Sendable {
    /// Blurs by about 1.3, 4, 13 and 37 pixels of a picture 1,280 pixels wide.
    let finest: Plane
    let fine: Plane
    let middle: Plane
    let coarse: Plane
    /// Bright small things against their surroundings: finest - a blur by 8 pixels.
    let detail: Plane
    /// finest against coarse, in units of local contrast: -2.5…2.5.
    let localBrightness: Plane
    /// The local deviation behind that unit: lawns are smooth, crowns of trees are rough.
    let roughness: Plane

    init(luma: Plane, parallelism: Parallelism) {
        let scale = Float(max(luma.width, luma.height)) / 1024
        let blur = { (sigma: Float) in luma.gaussianBlurred(sigma: sigma * scale, parallelism: parallelism) }
        finest = blur(1.05)
        fine = blur(3.2)
        middle = blur(11)
        coarse = blur(29)
        let medium = blur(6.4)
        detail = finest.combined(with: medium) { $0 - $1 }
        let variance = Self.variance(finest, coarse, sigma: 25.6 * scale, parallelism)
        roughness = variance.map { max(0, $0).squareRoot() }
        localBrightness = Plane.withPointers([finest, coarse, variance]) { planes in
            Plane(width: luma.width, height: luma.height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * luma.width
                pk_local_brightness(
                    out + offset,
                    planes[0] + offset,
                    planes[1] + offset,
                    planes[2] + offset,
                    rows.count * luma.width
                )
            }
        }
    }

    /// Fine detail against brightness: about 0.02 on a street, 0.07 on a lawn, more than 0.13 on leaves and heath.
    func grain(_ parallelism: Parallelism) -> Plane {
        let scale = Float(max(detail.width, detail.height)) / 1024
        return detail.multiplied(by: detail, parallelism: parallelism)
            .gaussianBlurred(sigma: 14 * scale, parallelism: parallelism)
            .combined(with: coarse) { max(0, $0).squareRoot() / ($1 + 0.05) }
    }

    /// The local mean of the squared difference of two planes.
    static func variance(_ first: Plane, _ second: Plane, sigma: Float, _ parallelism: Parallelism) -> Plane {
        Plane.withPointers([first, second]) { planes in
            Plane(width: first.width, height: first.height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * first.width
                pk_squared_difference(
                    out + offset,
                    planes[0] + offset,
                    planes[1] + offset,
                    rows.count * first.width
                )
            }
        }.gaussianBlurred(sigma: sigma, parallelism: parallelism)
    }
}
