import CPixelKernels

/// The picture in sRGB's numbers, in which paint and paper are mixed, and what the media share.
struct ArtCanvas: Sendable {
    var image: LinearImage
    let parallelism: Parallelism
    /// Sizes are for a picture 1,024 pixels wide.
    let scale: Float

    init(_ state: RenderState) {
        parallelism = state.parallelism
        scale = state.scale
        image = state.image.mapPlanes { $0.srgbEncoded(parallelism: state.parallelism) }
    }

    var width: Int { image.width }
    var height: Int { image.height }

    func paint(into state: inout RenderState) {
        state.image = image.mapPlanes { $0.srgbDecoded(parallelism: parallelism) }
    }

    func tone() -> Plane { image.luminance(parallelism: parallelism) }

    /// Areas of calm colour with crisp borders. Runs at half size: the result has no finer detail anyway.
    mutating func simplify(radius: Int) {
        let (halfWidth, halfHeight) = (width / 2, height / 2)
        let small = image.mapPlanes { $0.downsampled(width: halfWidth, height: halfHeight, parallelism: parallelism) }
        var result = LinearImage(width: halfWidth, height: halfHeight)
        result.update(reading: small.planes, parallelism: parallelism) { out, p, rows in
            withScratch(count: 48 * halfWidth) { scratch in
                pk_kuwahara_rows(
                    out,
                    pk_rgb(reading: p[0...]),
                    Int32(halfWidth),
                    Int32(halfHeight),
                    Int32(radius),
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound),
                    scratch
                )
            }
        }
        image = result.mapPlanes {
            $0.resampled(width: width, height: height, interpolation: .bicubic, parallelism: parallelism)
                .clamped(parallelism: parallelism)
        }
    }

    /// The directions of edges, smoothed over `sigma` pixels.
    func flow(sigma: Float) -> EdgeFlow { EdgeFlow(of: tone(), sigma: sigma * scale, parallelism: parallelism) }

    func noise(_ noise: FractalNoise, state: RenderState, salt: UInt32) -> Plane { state.noise(noise, salt: salt) }

    /// The grain of paper.
    func paper(_ state: RenderState) -> Plane {
        state.noise(FractalNoise(scale: 3.2 * scale, octaves: 3, gain: 0.7), salt: 211)
    }

    mutating func update(
        reading planes: [Plane],
        _ kernel: (pk_rgb, [UnsafePointer<Float>], Range<Int>) -> Void
    ) {
        image.update(reading: planes, parallelism: parallelism, kernel)
    }
}
