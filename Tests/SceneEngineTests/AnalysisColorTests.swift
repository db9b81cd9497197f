import Foundation
import GenerationTypes
import Testing

@testable import SceneEngine

@Suite struct AnalysisColorTests {
    private let sweep = Plane(width: 1001, height: 1, pixels: (0...1000).map { Float($0) / 1000 })

    @Test func `The sRGB curve and its inverse follow the standard`() {
        let encoded = sweep.srgbEncoded()
        let decoded = sweep.srgbDecoded()
        for (i, value) in sweep.pixels.enumerated() {
            let v = Double(value)
            let curve = v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055
            let inverse = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
            #expect(abs(Double(encoded.pixels[i]) - curve) < 1e-6)
            #expect(abs(Double(decoded.pixels[i]) - inverse) < 1e-6)
        }
        #expect(Plane(width: 2, height: 1, pixels: [-1, 7]).srgbEncoded().pixels == [0, 1])
    }

    @Test func `OKLab has the published coordinates`() {
        // Red, green, blue and white, from Björn Ottosson's article.
        let image = LinearImage(
            red: Plane(width: 4, height: 1, pixels: [1, 0, 0, 1]),
            green: Plane(width: 4, height: 1, pixels: [0, 1, 0, 1]),
            blue: Plane(width: 4, height: 1, pixels: [0, 0, 1, 1])
        )
        let lab = OKLabImage(image)
        let expected: [[Float]] = [
            [0.628, 0.8664, 0.452, 1], [0.2249, -0.2339, -0.0324, 0], [0.1258, 0.1795, -0.3115, 0],
        ]
        for (plane, values) in zip([lab.lightness, lab.a, lab.b], expected) {
            for (found, value) in zip(plane.pixels, values) { #expect(abs(found - value) < 2e-4) }
        }
        let back = lab.linear()
        for (plane, original) in zip(back.planes, image.planes) {
            for (found, value) in zip(plane.pixels, original.pixels) { #expect(abs(found - value) < 2e-4) }
        }
    }

    @Test(arguments: [Bitmap.Layout.rgb, .rgba])
    func `Bytes become light, channel by channel`(layout: Bitmap.Layout) {
        let pixel: [UInt8] = [255, 128, 10, 99]
        let size = PixelSize(width: 17, height: 33)
        let bytes = (0..<size.pixelCount).flatMap { _ in pixel.prefix(layout.rawValue) }
        let image = LinearImage(Bitmap(size: size, layout: layout, bytes: bytes))
        #expect(image.red.pixels.allSatisfy { $0 == 1 })
        #expect(image.green.pixels.allSatisfy { abs($0 - 0.215_86) < 1e-4 })
        #expect(image.blue.pixels.allSatisfy { abs($0 - 0.003_035) < 1e-5 })
        #expect(abs(image.luminance()[3, 30] - 0.367_2) < 1e-3)
    }
}
