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

/// Unit vectors along the edges of a picture.
struct EdgeFlow: Sendable {
    let x: Plane
    let y: Plane
    private let tone: Plane
    private let parallelism: Parallelism

    init(of tone: Plane, sigma: Float, parallelism: Parallelism) {
        let (width, height) = (tone.width, tone.height)
        var products = [tone, tone, tone]
        Plane.withPointers([tone]) { source in
            Plane.withMutablePointers(&products) { out in
                parallelism.forEachBand(of: height) { rows in
                    pk_gradient_products(
                        out[0],
                        out[1],
                        out[2],
                        source[0],
                        Int32(width),
                        Int32(height),
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
        let smooth = products.map { $0.gaussianBlurred(sigma: sigma, parallelism: parallelism) }
        var directions = [tone, tone]
        Plane.withPointers(smooth) { p in
            Plane.withMutablePointers(&directions) { out in
                pk_flow_directions(out[0], out[1], p[0], p[1], p[2], width * height)
            }
        }
        (x, y) = (directions[0], directions[1])
        self.tone = tone
        self.parallelism = parallelism
    }

    /// Outlines as ink: 0 paper … 1 black.
    func outlines(width lineWidth: Float, threshold: Float, sharpness: Float) -> Plane {
        let (width, height) = (tone.width, tone.height)
        let across = Plane.withPointers([tone, x, y]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                pk_across_flow(
                    out,
                    p[0],
                    p[1],
                    p[2],
                    Int32(width),
                    Int32(height),
                    lineWidth,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        let along = Plane.withPointers([across, x, y]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                pk_along_flow(
                    out,
                    p[0],
                    p[1],
                    p[2],
                    Int32(width),
                    Int32(height),
                    5,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        return Plane.withPointers([along]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * width
                pk_line_ink(out + offset, p[0] + offset, threshold, sharpness, rows.count * width)
            }
        }
    }
}
