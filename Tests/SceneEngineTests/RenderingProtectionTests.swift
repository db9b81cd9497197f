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

    @Test(arguments: prompts)
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

    private static let prompts = [
        "heavy snow", "winter", "autumn", "spring", "rain", "fog", "snowfall", "frost", "storm",
    ]
    /// `YUKIMI_MASKS=FOLDER swift test --filter RenderingProtectionTests` prints a row for each JPEG of a folder on which
    /// fur, skin or plumage was drawn: the largest of the mean changes, and which prompt it belongs to.
    private static let folder = ProcessInfo.processInfo.environment["YUKIMI_MASKS"]

    @Test(.enabled(if: folder != nil, "set YUKIMI_MASKS to a folder of JPEGs to print figures"))
    func `Print the changes for a folder of photographs`() throws {
        let codec = try ImageCodec()
        let folder = URL(filePath: try #require(Self.folder))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "jpg" {
            let name = file.deletingPathExtension().lastPathComponent
            let drawn = try? HandDrawnMask.drawn(on: name)
            guard let mask = ["fur", "skin", "plumage"].lazy.compactMap({ drawn?[$0] }).first else { continue }
            let photograph = try codec.decode([UInt8](Data(contentsOf: file)))
            let scale = 768 / Double(max(photograph.width, photograph.height))
            func sixteens(_ side: Int) -> Int { max(1, Int((Double(side) * scale / 16).rounded())) * 16 }
            let size = PixelSize(width: sixteens(photograph.width), height: sixteens(photograph.height))
            let before = try codec.resize(photograph, to: size)
            let changes = try Self.prompts.map { text in
                let input = GenerationInput(
                    prompt: try #require(Prompt(text)),
                    image: before,
                    elements: [],
                    outputSize: size,
                    seed: 7
                )
                let after = try SceneEngine().render(input, monitor: GenerationMonitor()).image.bitmap
                return (change: change(before, after, inside: mask), prompt: text)
            }
            guard let most = changes.max(by: { $0.change < $1.change }) else { continue }
            print("| \(name) | \(String(format: "%.2f", most.change)) (\(most.prompt)) |")
        }
    }
}
