import Foundation
import GenerationTypes
import ImageCodecs
import Testing

@testable import SceneEngine

/// Weather and seasons on a close view of an animal, inside a region of its fur drawn by hand.
@Suite struct RenderingProtectionTests {
    private static let size = PixelSize(width: 448, height: 298)

    private func cat() throws -> Bitmap {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../demo/photographs/cat.jpg")
        return try ImageCodec().resize(try ImageCodec().decode([UInt8](Data(contentsOf: file))), to: Self.size)
    }

    /// Mean distance of colours in OKLab × 100: 2 is just seen.
    private func change(_ before: Bitmap, _ after: Bitmap, inside mask: HandDrawnMask) -> Float {
        let (old, new) = (OKLabImage(LinearImage(before)), OKLabImage(LinearImage(after)))
        var (sum, count): (Float, Float) = (0, 0)
        for y in 0..<before.height {
            for x in 0..<before.width
            where mask.contains((Float(x) + 0.5) / Float(before.width), (Float(y) + 0.5) / Float(before.height)) {
                let i = y * before.width + x
                let (l, a, b) = (
                    new.lightness.pixels[i] - old.lightness.pixels[i], new.a.pixels[i] - old.a.pixels[i],
                    new.b.pixels[i] - old.b.pixels[i]
                )
                sum += 100 * (l * l + a * a + b * b).squareRoot()
                count += 1
            }
        }
        return sum / max(1, count)
    }

    @Test(arguments: ["heavy snow", "winter", "autumn", "spring", "rain", "fog", "snowfall", "frost", "storm"])
    func `Weather and seasons leave fur as it is, and say so`(text: String) throws {
        let cat = try cat()
        let fur = try #require(try HandDrawnMask.drawn(on: "cat")["fur"])
        let input = GenerationInput(
            prompt: try #require(Prompt(text)),
            image: cat,
            elements: [],
            outputSize: Self.size,
            seed: 7
        )
        let result = try SceneEngine().render(input, monitor: GenerationMonitor()).image
        #expect(change(cat, result.bitmap, inside: fur) < 3)
        #expect(result.warnings.contains { $0.contains("kept off the subject") })
    }
}
