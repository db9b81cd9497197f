import CPixelKernels
import Foundation
import GenerationTypes

/// The picture, in the forms that filters take.
struct Picture {
    let bitmap: Bitmap
    /// sRGB's numbers, 0…1.
    let encoded: EncodedImage
    /// Their grey.
    let luma: Plane

    init(width: Int, height: Int, bytes: [UInt8]) {
        bitmap = Bitmap(size: PixelSize(width: width, height: height), layout: .rgb, bytes: bytes)
        encoded = EncodedImage(bitmap)
        luma = encoded.luma()
    }
}

/// What a filter makes: planes of numbers 0…1, or a bitmap.
enum Filtered {
    case planes([Plane])
    case bitmap(Bitmap)

    /// 32-bit floats 0…1: plane by plane, or pixel by pixel.
    var data: Data {
        switch self {
        case .planes(let planes):
            planes.reduce(into: Data()) { data, plane in
                plane.pixels.withUnsafeBytes { data.append(contentsOf: $0) }
            }
        case .bitmap(let bitmap): bitmap.bytes.map { Float($0) / 255 }.withUnsafeBytes { Data($0) }
        }
    }
}

/// What can be timed, by name. `run` says which of OpenCV's functions each stands beside, with what parameters.
let filters: [String: @Sendable (Picture, Parallelism) -> Filtered] = [
    "guided": { picture, parallelism in
        let filter = GuidedFilter(
            guide: picture.luma,
            radius: 16,
            epsilon: 0.01,
            subsampling: 1,
            parallelism: parallelism
        )
        return .planes([filter.apply(to: picture.luma)])
    },
    "smooth": { picture, parallelism in
        let filter = ColorGuidedFilter(
            guide: picture.encoded.planes,
            radius: 8,
            epsilon: 0.01,
            subsampling: 1,
            parallelism: parallelism
        )
        return .planes(picture.encoded.planes.map(filter.apply))
    },
    "paint": { picture, parallelism in
        .planes(kuwahara(picture.encoded, radius: 4, parallelism))
    },
    "denoise": { picture, parallelism in
        let filter = NonLocalMeans(deviation: 0, strength: 0.04, patch: 3, search: 10, parallelism: parallelism)
        return .planes(filter.apply(to: [picture.luma]))
    },
    "lanczos": { picture, parallelism in
        let size = PixelSize(width: 2 * picture.bitmap.width, height: 2 * picture.bitmap.height)
        return .bitmap(picture.bitmap.enlarged(to: size, parallelism: parallelism))
    },
]

private func kuwahara(_ image: EncodedImage, radius: Int, _ parallelism: Parallelism) -> [Plane] {
    var result = image.planes
    let (width, height) = (image.width, image.height)
    Plane.withPointers(image.planes) { p in
        Plane.withMutablePointers(&result) { out in
            parallelism.forEachBand(of: height) { rows in
                withScratch(count: 48 * width) { scratch in
                    pk_kuwahara_rows(
                        pk_rgb(red: out[0], green: out[1], blue: out[2]),
                        pk_rgb(
                            red: UnsafeMutablePointer(mutating: p[0]),
                            green: UnsafeMutablePointer(mutating: p[1]),
                            blue: UnsafeMutablePointer(mutating: p[2])
                        ),
                        Int32(width),
                        Int32(height),
                        Int32(radius),
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
