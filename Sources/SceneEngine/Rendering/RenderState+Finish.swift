import CPixelKernels
import GenerationTypes

extension RenderState {
    /// The picture as sRGB bytes: clarity and sharpness where asked for, a little grain so that what was painted sits in
    /// the photograph, and a dither of one step, which keeps smooth skies free of bands.
    func finished() -> Bitmap {
        let wantsDetail = plan.contains(.detail) || plan.contains(.upscale) || plan.contains(.cinematic)
        let isFilm = [EffectName.vintage, .film, .noir, .sepia].contains { plan.contains($0) }
        var finish = pk_finish(
            clarity: wantsDetail ? 0.22 : 0,
            grain: 0.008 + (isFilm ? 0.010 : 0) + (mood?.name == LightMood.night.name ? 0.006 : 0),
            stream: stream(95).bits
        )
        let luminance = encodedLuminance()
        let base = GuidedFilter(
            guide: luminance,
            radius: width / 40,
            epsilon: 0.02,
            subsampling: 4,
            parallelism: parallelism
        ).apply(to: luminance)
        let amount: Float = plan.contains(.sharpen) ? 1.6 : plan.contains(.upscale) ? 1.2 : wantsDetail ? 0.6 : 0
        let sharper = sharpening(of: luminance, amount: amount)
        let (width, height) = (width, height)
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        let planes = image.planes + [luminance, base, sharper]
        bytes.withUnsafeMutableBufferPointer { bytes in
            guard let target = bytes.baseAddress else { return }
            Plane.withPointers(planes) { p in
                parallelism.forEachBand(of: height) { rows in
                    pk_finish_rows(
                        target,
                        pk_rgb(reading: p[0...]),
                        p[3],
                        p[4],
                        p[5],
                        Int32(width),
                        Int32(height),
                        &finish,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
        return Bitmap(size: PixelSize(width: width, height: height), layout: .rgb, bytes: bytes)
    }

    private func sharpening(of luminance: Plane, amount: Float) -> Plane {
        guard amount > 0 else { return Plane(width: width, height: height) }
        let soft = luminance.gaussianBlurred(sigma: max(1, scale * 1.1), parallelism: parallelism)
        return Plane.withPointers([luminance, soft]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                pk_sharpening_rows(
                    out,
                    p[0],
                    p[1],
                    amount,
                    Int32(width),
                    Int32(height),
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
    }

    func encodedLuminance() -> Plane {
        let width = width
        return Plane.withPointers(image.planes) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * width
                pk_encoded_luminance(out + offset, pk_rgb(reading: p[0...]).advanced(by: offset), rows.count * width)
            }
        }
    }
}
