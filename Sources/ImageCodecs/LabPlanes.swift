import Foundation
import GenerationTypes

/// A small picture in CIE L*a*b* (D65), where distances are what eyes see.
struct LabPlanes {
    let lightness: SaliencyPlane
    let redGreen: SaliencyPlane
    let yellowBlue: SaliencyPlane

    var width: Int { lightness.width }
    var height: Int { lightness.height }

    /// - Parameter bitmap: Its layout must be `.rgb`.
    init(_ bitmap: Bitmap) {
        precondition(bitmap.layout == .rgb, "expected rgb, got \(bitmap.layout)")
        let linear = (0...255).map { byte in
            let value = Float(byte) / 255
            return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
        }
        var planes = [[Float]](repeating: [], count: 3)
        for pixel in stride(from: 0, to: bitmap.bytes.count, by: 3) {
            let red = linear[Int(bitmap.bytes[pixel])]
            let green = linear[Int(bitmap.bytes[pixel + 1])]
            let blue = linear[Int(bitmap.bytes[pixel + 2])]
            // sRGB to XYZ (IEC 61966-2-1), each over its white.
            let x = cubeRoot((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
            let y = cubeRoot(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
            let z = cubeRoot((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
            planes[0].append(116 * y - 16)
            planes[1].append(500 * (x - y))
            planes[2].append(200 * (y - z))
        }
        func plane(_ index: Int) -> SaliencyPlane {
            SaliencyPlane(width: bitmap.width, height: bitmap.height, values: planes[index])
        }
        self.init(lightness: plane(0), redGreen: plane(1), yellowBlue: plane(2))
    }

    init(lightness: SaliencyPlane, redGreen: SaliencyPlane, yellowBlue: SaliencyPlane) {
        self.lightness = lightness
        self.redGreen = redGreen
        self.yellowBlue = yellowBlue
    }

    func blurred(radius: Int) -> LabPlanes {
        LabPlanes(
            lightness: lightness.blurred(radius: radius),
            redGreen: redGreen.blurred(radius: radius),
            yellowBlue: yellowBlue.blurred(radius: radius)
        )
    }
}

/// The cube root of L*a*b*, with its straight line near black (CIE 15).
private func cubeRoot(_ value: Float) -> Float {
    value > 0.008856 ? cbrtf(value) : 7.787 * value + 16 / 116
}
