import CPixelKernels

/// How pixels between pixels are made up.
enum Interpolation: Sendable {
    case bilinear
    /// Catmull-Rom: sharper, overshoots at edges.
    case bicubic
}

extension Plane {
    /// A smaller copy; each pixel is the mean of the area that it covers.
    func downsampled(width newWidth: Int, height newHeight: Int, parallelism: Parallelism = .allProcessors) -> Plane {
        precondition(
            newWidth <= width && newHeight <= height,
            "a copy of at most \(width)×\(height), asked for \(newWidth)×\(newHeight)"
        )
        guard newWidth != width || newHeight != height else { return self }
        return filtered(width: newWidth, height: newHeight, scratchCount: width, parallelism: parallelism) {
            out,
            input,
            rows,
            scratch in
            pk_downsample_area(
                out,
                newWidth,
                newHeight,
                input,
                width,
                height,
                rows.lowerBound,
                rows.upperBound,
                scratch
            )
        }
    }

    /// A copy of another size by interpolation: for enlarging, or for planes without fine detail.
    func resampled(
        width newWidth: Int,
        height newHeight: Int,
        interpolation: Interpolation = .bilinear,
        parallelism: Parallelism = .allProcessors
    ) -> Plane {
        guard newWidth != width || newHeight != height else { return self }
        let kernel = interpolation == .bilinear ? pk_resample_bilinear : pk_resample_bicubic
        return filtered(width: newWidth, height: newHeight, scratchCount: width, parallelism: parallelism) {
            out,
            input,
            rows,
            scratch in
            kernel(out, newWidth, newHeight, input, width, height, rows.lowerBound, rows.upperBound, scratch)
        }
    }

    /// Samples this plane at pixel coordinates: (0, 0) is the centre of the first pixel, the edge repeats outside.
    func warped(x: Plane, y: Plane, parallelism: Parallelism = .allProcessors) -> Plane {
        Plane.withPointers([x, y]) { map in
            Plane.withPointers([self]) { source in
                Plane(width: x.width, height: x.height, parallelism: parallelism) { out, rows in
                    let offset = rows.lowerBound * x.width
                    pk_warp_bilinear(
                        out + offset,
                        map[0] + offset,
                        map[1] + offset,
                        rows.count * x.width,
                        source[0],
                        width,
                        height
                    )
                }
            }
        }
    }
}
