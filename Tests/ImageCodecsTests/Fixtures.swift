import Foundation
import GenerationTypes
import ImageCodecs

/// The pictures made by `Scripts/make-image-fixtures.py`.
enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    /// What ImageMagick sees in `name`.
    static func expected(_ name: String) throws -> Bitmap {
        try ImageCodec().decode(bytes(name.replacing(".", with: "-") + ".expected.png"))
    }

    /// Smooth slopes in every channel, so that every encoder has something to do.
    static func gradient(_ size: PixelSize, layout: Bitmap.Layout = .rgb) -> Bitmap {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.pixelCount * layout.rawValue)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let pixel = [x * 255 / size.width, y * 255 / size.height, (x + y) % 256, 255 - y % 128]
                for channel in 0..<layout.rawValue { bytes.append(UInt8(pixel[channel])) }
            }
        }
        return Bitmap(size: size, layout: layout, bytes: bytes)
    }

    /// One colour, with a rectangle of another.
    static func scene(
        _ size: PixelSize,
        background: [UInt8],
        subject: [UInt8],
        at columns: Range<Int>,
        _ rows: Range<Int>
    ) -> Bitmap {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.pixelCount * 3)
        for y in 0..<size.height {
            for x in 0..<size.width { bytes += rows.contains(y) && columns.contains(x) ? subject : background }
        }
        return Bitmap(size: size, layout: .rgb, bytes: bytes)
    }
}

let anyMetadata = OutputMetadata(
    software: "Yukimi",
    engine: "scene",
    seed: 7,
    prompt: "snow",
    digitalSource: .compositeSynthetic
)
