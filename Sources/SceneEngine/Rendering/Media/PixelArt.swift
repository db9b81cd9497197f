import CPixelKernels

extension RenderStep {
    /// Big square pixels, all of one size, in few colours; between close colours the patterns that pixel artists use.
    static let pixelArt = RenderStep("setting pixels", for: .pixelArt) { state in
        var canvas = ArtCanvas(state)
        let parallelism = state.parallelism
        let (width, height) = (state.width, state.height)
        let block = max(2, Int((Float(max(width, height)) / 214).rounded()))
        let (columns, rows) = ((width + block - 1) / block, (height + block - 1) / block)
        var small = canvas.image.mapPlanes { plane in
            let reduced = plane.downsampled(width: columns, height: rows, parallelism: parallelism)
            // What is one pixel wide must survive: an eye, a window bar.
            let soft = reduced.gaussianBlurred(sigma: 1, parallelism: parallelism)
            return reduced.combined(with: soft) { min(max($0 + 0.6 * ($0 - $1), 0), 1) }
        }
        small.updateSequence(parallelism: parallelism) { image, _, count in pk_scale_chroma(image, 1.2, 0.25, count) }
        let palette = ColorPalette(of: small, count: 36).colors
        small.update(parallelism: parallelism) { image, _, band in
            pk_palette_dither_rows(
                image,
                palette,
                Int32(palette.count),
                0.10,
                Int32(columns),
                Int32(band.lowerBound),
                Int32(band.upperBound)
            )
        }
        canvas.image = small.mapPlanes { plane in
            Plane.withPointers([plane]) { source in
                Plane(width: width, height: height, parallelism: parallelism) { out, band in
                    for y in band {
                        let row = source[0] + y / block * columns
                        for x in 0..<width { out[y * width + x] = row[x / block] }
                    }
                }
            }
        }
        canvas.paint(into: &state)
    }
}
