import Foundation
import GenerationTypes
import ImageCodecs

/// The photograph that comes with the repository: a pagoda above a lake, trees around it, a clear sky.
enum SamplePhotograph {
    static func temple() throws -> Bitmap {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../demo/temple.jpg")
        return try ImageCodec().decode([UInt8](Data(contentsOf: url)))
    }

    static func temple(fittedTo size: PixelSize) throws -> Bitmap {
        try ImageCodec().fitByContentAwareCrop(temple(), to: size).bitmap
    }
}
