import CPixelKernels

/// Unit vectors along the edges of a picture.
struct EdgeFlow: Sendable {
    let x: Plane
    let y: Plane
    private let tone: Plane
    private let parallelism: Parallelism

    private init(x: Plane, y: Plane, tone: Plane, parallelism: Parallelism) {
        (self.x, self.y, self.tone, self.parallelism) = (x, y, tone, parallelism)
    }

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
        let along = smeared(across, reach: 5)
        return Plane.withPointers([along]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * width
                pk_line_ink(out + offset, p[0] + offset, threshold, sharpness, rows.count * width)
            }
        }
    }

    /// A pattern of long thin lines with the slant of a hand, along the forms where there are any; 0…1.
    func pencilStrokes(_ state: RenderState) -> Plane {
        // Half the size is enough for lines two pixels wide, and takes an eighth of the time.
        let (width, height) = (max(1, tone.width / 2), max(1, tone.height / 2))
        let half = [x, y, state.relief.roughness].map {
            $0.resampled(width: width, height: height, parallelism: parallelism)
        }
        var directions = [half[0], half[1]]
        Plane.withPointers(half) { p in
            Plane.withMutablePointers(&directions) { out in
                pk_hatch_directions(out[0], out[1], p[0], p[1], p[2], width * height)
            }
        }
        let hand = EdgeFlow(x: directions[0], y: directions[1], tone: half[2], parallelism: parallelism)
        let grain = FractalNoise(scale: max(1, 1.1 * state.scale), octaves: 1)
        let grains = state.noise(grain, salt: 213, width: width, height: height)
        let lines = hand.smeared(grains, reach: max(2, Int(7 * state.scale)))
        let ends = lines.percentiles([0.04, 0.96], stride: 7)
        let span = max(0.01, ends[1] - ends[0])
        return lines.scaled(by: 1 / span, offset: -ends[0] / span, parallelism: parallelism)
            .resampled(width: tone.width, height: tone.height, interpolation: .bicubic, parallelism: parallelism)
            .clamped(parallelism: parallelism)
    }

    /// The mean along the flow, `reach` pixels both ways.
    private func smeared(_ plane: Plane, reach: Int) -> Plane {
        let (width, height) = (plane.width, plane.height)
        return Plane.withPointers([plane, x, y]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                pk_along_flow(
                    out,
                    p[0],
                    p[1],
                    p[2],
                    Int32(width),
                    Int32(height),
                    Int32(reach),
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
    }
}
