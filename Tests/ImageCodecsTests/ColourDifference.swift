import Foundation
import GenerationTypes

/// A colour in CIE L*a*b* under D65.
struct LabColour {
    let lightness: Double
    let a: Double
    let b: Double
}

extension LabColour {
    init(sRGB red: UInt8, _ green: UInt8, _ blue: UInt8) {
        func linear(_ byte: UInt8) -> Double {
            let value = Double(byte) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        func root(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116 }
        let (red, green, blue) = (linear(red), linear(green), linear(blue))
        let x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
        let y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
        let z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
        self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
    }

    /// CIEDE2000 (Sharma, Wu and Dalal, Color Research and Application 30, 2005): about 1 is just visible.
    func difference(to other: LabColour) -> Double {
        func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
        func compression(_ chroma: Double) -> Double { (pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7))).squareRoot() }

        let stretch = 1 + 0.5 * (1 - compression((hypot(a, b) + hypot(other.a, other.b)) / 2))
        let chroma1 = hypot(a * stretch, b)
        let chroma2 = hypot(other.a * stretch, other.b)
        func hue(_ a: Double, _ b: Double) -> Double {
            let angle = atan2(b, a * stretch) * 180 / .pi
            return angle < 0 ? angle + 360 : angle
        }
        let (hue1, hue2) = (hue(a, b), hue(other.a, other.b))
        let isGrey = chroma1 * chroma2 == 0

        var hueStep = isGrey ? 0 : hue2 - hue1
        if hueStep > 180 { hueStep -= 360 } else if hueStep < -180 { hueStep += 360 }
        let lightnessStep = other.lightness - lightness
        let chromaStep = chroma2 - chroma1
        let hueDistance = 2 * (chroma1 * chroma2).squareRoot() * sin(radians(hueStep / 2))

        let meanLightness = (lightness + other.lightness) / 2
        let meanChroma = (chroma1 + chroma2) / 2
        var meanHue = isGrey ? hue1 + hue2 : (hue1 + hue2) / 2
        if !isGrey, abs(hue1 - hue2) > 180 { meanHue += hue1 + hue2 < 360 ? 180 : -180 }

        let t =
            1 - 0.17 * cos(radians(meanHue - 30)) + 0.24 * cos(radians(2 * meanHue))
            + 0.32 * cos(radians(3 * meanHue + 6)) - 0.20 * cos(radians(4 * meanHue - 63))
        let offset = (meanLightness - 50) * (meanLightness - 50)
        let lightnessTerm = lightnessStep / (1 + 0.015 * offset / (20 + offset).squareRoot())
        let chromaTerm = chromaStep / (1 + 0.045 * meanChroma)
        let hueTerm = hueDistance / (1 + 0.015 * meanChroma * t)
        let turn = (meanHue - 275) / 25
        let rotation = -sin(radians(60 * exp(-turn * turn))) * 2 * compression(meanChroma)
        let sum =
            lightnessTerm * lightnessTerm + chromaTerm * chromaTerm + hueTerm * hueTerm
            + rotation * chromaTerm * hueTerm
        return sum.squareRoot()
    }
}

/// The mean CIEDE2000 over all pixels of two `.rgb` bitmaps of one size.
func meanColourDifference(_ first: Bitmap, _ second: Bitmap) -> Double {
    precondition(first.size == second.size && first.layout == .rgb && second.layout == .rgb)
    var sum = 0.0
    for pixel in stride(from: 0, to: first.bytes.count, by: 3) {
        let (one, two) = (first.bytes[pixel..<pixel + 3], second.bytes[pixel..<pixel + 3])
        guard one != two else { continue }
        let left = LabColour(sRGB: one[pixel], one[pixel + 1], one[pixel + 2])
        sum += left.difference(to: LabColour(sRGB: two[pixel], two[pixel + 1], two[pixel + 2]))
    }
    return sum / Double(first.size.pixelCount)
}
