import CPixelKernels
import Foundation
import GenerationTypes

/// An image whose numbers are proportional to light: sRGB's primaries without its transfer curve.
struct LinearImage: Sendable, Hashable {
    var red: Plane
    var green: Plane
    var blue: Plane

    init(red: Plane, green: Plane, blue: Plane) {
        precondition(red.hasSameSize(as: green) && red.hasSameSize(as: blue), "an image has planes of one size")
        self.red = red
        self.green = green
        self.blue = blue
    }

    var width: Int { red.width }
    var height: Int { red.height }
    var planes: [Plane] { [red, green, blue] }

    init(_ bitmap: Bitmap, parallelism: Parallelism = .allProcessors) {
        self.init(bitmap, table: Self.linearValues, parallelism: parallelism)
    }

    /// Rec. 709 luminance.
    func luminance(parallelism: Parallelism = .allProcessors) -> Plane {
        Plane.withPointers(planes) { planes in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * width
                pk_luminance(
                    out + offset,
                    planes[0] + offset,
                    planes[1] + offset,
                    planes[2] + offset,
                    rows.count * width
                )
            }
        }
    }

    func mapPlanes(_ transform: (Plane) -> Plane) -> LinearImage {
        LinearImage(red: transform(red), green: transform(green), blue: transform(blue))
    }

    fileprivate init(_ bitmap: Bitmap, table: [Float], parallelism: Parallelism) {
        let (width, channels) = (bitmap.width, bitmap.layout.rawValue)
        var planes = (0..<3).map { _ in Plane(width: width, height: bitmap.height) }
        Plane.withMutablePointers(&planes) { planes in
            guard let red = planes[0], let green = planes[1], let blue = planes[2] else { return }
            bitmap.bytes.withUnsafeBufferPointer { bytes in
                guard let bytes = bytes.baseAddress else { return }
                parallelism.forEachBand(of: bitmap.height) { rows in
                    let offset = rows.lowerBound * width
                    pk_split_bytes(
                        red + offset,
                        green + offset,
                        blue + offset,
                        bytes + offset * channels,
                        channels,
                        rows.count * width,
                        table
                    )
                }
            }
        }
        self.init(red: planes[0], green: planes[1], blue: planes[2])
    }

    /// The light of each of the 256 bytes.
    private static let linearValues: [Float] = (0..<256).map { byte in
        let value = Double(byte) / 255
        return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
    }
}

/// An image in sRGB's own numbers, 0…1: equal steps look about equal, as mattes and unmixing of colours want it.
struct EncodedImage: Sendable, Hashable {
    var red: Plane
    var green: Plane
    var blue: Plane

    var width: Int { red.width }
    var height: Int { red.height }
    var planes: [Plane] { [red, green, blue] }

    init(red: Plane, green: Plane, blue: Plane) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    init(_ bitmap: Bitmap, parallelism: Parallelism = .allProcessors) {
        let image = LinearImage(bitmap, table: (0..<256).map { Float($0) / 255 }, parallelism: parallelism)
        self.init(red: image.red, green: image.green, blue: image.blue)
    }

    init(_ image: LinearImage, parallelism: Parallelism = .allProcessors) {
        self.init(
            red: image.red.srgbEncoded(parallelism: parallelism),
            green: image.green.srgbEncoded(parallelism: parallelism),
            blue: image.blue.srgbEncoded(parallelism: parallelism)
        )
    }

    func mapPlanes(_ transform: (Plane) -> Plane) -> EncodedImage {
        EncodedImage(red: transform(red), green: transform(green), blue: transform(blue))
    }

    /// The usual grey of video: .299, .587, .114.
    func luma(parallelism: Parallelism = .allProcessors) -> Plane {
        let warm = red.scaled(by: 0.299, parallelism: parallelism)
        let green = green.scaled(by: 0.587, parallelism: parallelism)
        let sum = warm.combined(with: green, +)
        return sum.combined(with: blue) { $0 + 0.114 * $1 }
    }
}

extension Plane {
    /// Light → sRGB's numbers, clamped to 0…1.
    func srgbEncoded(parallelism: Parallelism = .allProcessors) -> Plane {
        filtered(width: width, height: height, scratchCount: 0, parallelism: parallelism) { out, input, rows, _ in
            let offset = rows.lowerBound * width
            pk_srgb_from_linear(out + offset, input + offset, rows.count * width)
        }
    }

    /// sRGB's numbers → light, clamped to 0…1.
    func srgbDecoded(parallelism: Parallelism = .allProcessors) -> Plane {
        filtered(width: width, height: height, scratchCount: 0, parallelism: parallelism) { out, input, rows, _ in
            let offset = rows.lowerBound * width
            pk_linear_from_srgb(out + offset, input + offset, rows.count * width)
        }
    }
}
