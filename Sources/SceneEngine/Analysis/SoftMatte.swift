import CPixelKernels

/// Turns a hard mask of the small copy into soft coverage at full size, exact along edges and between leaves: a colour guided
/// filter, then unmixing of each pixel between the local colours of both sides.
struct SoftMatte {
    let alpha: Plane
    /// The colours that were unmixed, at the size of the small copy.
    let localColors: [Plane]

    /// `porous` (small copy): where the other side has holes, such as the crowns of trees; pixels are unmixed farther from
    /// the border of the mask there.
    init(
        of mask: PixelMask,
        porous: Plane,
        features f: SceneFeatures,
        image: EncodedImage,
        filter: ColorGuidedFilter,
        parallelism: Parallelism
    ) {
        let guided = filter.apply(to: mask.plane)
        let inner = Self.localMean(f, weight: mask.eroded(1).plane)
        // The mean of the other side favours dark pixels: light that leaks between leaves is not their colour.
        let outside = (!mask.dilated(1)).plane
        let brightest = f.encoded.red.combined(with: f.encoded.green, max).combined(with: f.encoded.blue, max)
        let outer = Self.localMean(
            f,
            weight: outside.combined(with: brightest) { $0 * min(max(1.2 - $1, 0.05), 1) }
        )

        let coarse = guided.downsampled(width: f.width, height: f.height, parallelism: parallelism)
        let border = coarse.mask { abs($0 - 0.5) < 0.48 }
        let wide = border.dilated(28).combined(with: porous.mask { $0 > 0.35 }) { $0 && $1 }
        let band = border.dilated(4).combined(with: wide) { $0 || $1 }.plane
            .gaussianBlurred(sigma: 1, parallelism: .serial)
        let both = inner.density.combined(with: outer.density) {
            ramp(0.01, 0.06, $0) * ramp(0.01, 0.06, $1)
        }
        localColors = inner.color + outer.color
        let local = localColors + [both.combined(with: band, *)]
        alpha = Self.unmix(guided, image: image, local: local, parallelism: parallelism)
    }

    /// The backdrop's colours at full size, for rendering.
    func backdrop(width: Int, height: Int, parallelism: Parallelism) -> Backdrop {
        let full = localColors.map { $0.resampled(width: width, height: height, parallelism: parallelism) }
        return Backdrop(
            background: EncodedImage(red: full[0], green: full[1], blue: full[2]),
            foreground: EncodedImage(red: full[3], green: full[4], blue: full[5])
        )
    }

    /// Weighted mean colour over ±14 pixels, where there are few over ±45, and the density of the weights.
    private static func localMean(_ f: SceneFeatures, weight: Plane) -> (color: [Plane], density: Plane) {
        func spread(_ plane: Plane) -> Plane {
            plane.boxBlurred(radius: 14, parallelism: .serial)
                .combined(with: plane.boxBlurred(radius: 45, parallelism: .serial)) { $0 + 0.1 * $1 }
        }
        let density = spread(weight)
        let color = f.encoded.planes.map { plane in
            spread(plane.combined(with: weight, *)).combined(with: density) { $0 / ($1 + 1e-4) }
        }
        return (color, density)
    }

    private static func unmix(
        _ guided: Plane,
        image: EncodedImage,
        local: [Plane],
        parallelism: Parallelism
    ) -> Plane {
        let (width, height) = (guided.width, guided.height)
        let (lowWidth, lowHeight) = (local[0].width, local[0].height)
        return Plane.withPointers(image.planes) { image in
            Plane.withPointers(local) { local in
                let (image, local) = (image.map(Optional.some), local.map(Optional.some))
                return guided.filtered(
                    width: width,
                    height: height,
                    scratchCount: 7 * lowWidth,
                    parallelism: parallelism
                ) { out, alpha, rows, scratch in
                    pk_unmix_matte(
                        out,
                        alpha,
                        image,
                        width,
                        height,
                        local,
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
