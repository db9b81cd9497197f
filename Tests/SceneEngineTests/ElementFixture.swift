import Foundation
import GenerationTypes
import ImageCodecs

@testable import SceneEngine

/// Pictures with a known subject: an orange vase before a green wall.
enum ElementFixture {
    static let size = PixelSize(width: 240, height: 300)

    /// Whether a pixel belongs to the vase: a round belly on a foot, with a neck.
    static func isVase(_ x: Float, _ y: Float) -> Bool {
        let (dx, dy) = (x - 120, y - 160)
        let isBelly = dx * dx / (62 * 62) + dy * dy / (72 * 72) < 1
        let isNeck = abs(dx) < 24 && y > 50 && y < 110
        let isFoot = abs(dx) < 40 && y > 215 && y < 250
        return isBelly || isNeck || isFoot
    }

    static func isVase(_ x: Int, _ y: Int) -> Bool { isVase(Float(x), Float(y)) }

    /// The share of a pixel that is vase.
    private static func coverage(_ x: Int, _ y: Int) -> Float {
        let offsets: [Float] = [-0.375, -0.125, 0.125, 0.375]
        let hits = offsets.reduce(0) { sum, dy in
            sum + offsets.filter { isVase(Float(x) + $0, Float(y) + dy) }.count
        }
        return Float(hits) / 16
    }

    /// Without transparency: the wall is uneven and noisy, the vase shaded.
    static func vaseBeforeWall() -> Bitmap {
        let noise = SeedStream(seed: 3, salt: 1)
        return bitmap { x, y in
            let grain = noise[y * size.width + x] * 16 - 8
            let wall: [Float] = [60, 120 + Float(y) / 8, 70 + Float(x) / 10]
            let shade = 1 - Float(abs(x - 100)) / 220
            let vase = [225 * shade, 120 * shade, 50 * shade]
            let share = coverage(x, y)
            return zip(wall, vase).map { $0 * (1 - share) + $1 * share + grain }
        }
    }

    /// With transparency instead of the wall.
    static func vaseWithAlpha() -> Bitmap {
        let opaque = vaseBeforeWall()
        var bytes: [UInt8] = []
        for y in 0..<size.height {
            for x in 0..<size.width {
                let start = 3 * (y * size.width + x)
                bytes += opaque.bytes[start..<start + 3]
                bytes.append(isVase(x, y) ? 255 : 0)
            }
        }
        return Bitmap(size: size, layout: .rgba, bytes: bytes)
    }

    /// Nothing but noise.
    static func noise() -> Bitmap {
        let noise = SeedStream(seed: 5, salt: 2)
        return bitmap { x, y in
            let i = 3 * (y * size.width + x)
            return [noise[i] * 255, noise[i + 1] * 255, noise[i + 2] * 255]
        }
    }

    static func element(_ frontal: Bitmap, references: [Bitmap] = []) -> GenerationInput.Element {
        GenerationInput.Element(frontal: frontal, references: references)
    }

    /// A photograph of the demonstration: `meadow`.
    static func photograph(_ name: String, _ size: PixelSize) throws -> Bitmap {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../demo/photographs/\(name).jpg")
        let bitmap = try ImageCodec().decode([UInt8](Data(contentsOf: url)))
        return try ImageCodec().fitByContentAwareCrop(bitmap, to: size).bitmap
    }

    private static func bitmap(_ color: (Int, Int) -> [Float]) -> Bitmap {
        var bytes: [UInt8] = []
        for y in 0..<size.height {
            for x in 0..<size.width { bytes += color(x, y).map { UInt8(min(max($0, 0), 255)) } }
        }
        return Bitmap(size: size, layout: .rgb, bytes: bytes)
    }
}
