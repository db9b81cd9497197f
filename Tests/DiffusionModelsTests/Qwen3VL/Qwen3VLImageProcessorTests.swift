import Foundation
import GenerationTypes
import Testing

@testable import DiffusionModels
@testable import Tensors

@Suite struct Qwen3VLImageProcessorTests {
    @Test(arguments: [0, 1])
    func patchesAreThoseOfTheReference(picture: Int) throws {
        let fixture = try Qwen3VLFixture()
        let processor = try Qwen3VLImageProcessor(folder: Qwen3VLFixture.folder)
        let patches = try processor.patches(of: fixture.picture(picture))
        #expect(patches.grid == fixture.grids[picture])
        // The same operations in the same precision.
        try fixture.expect(patches.pixels, equals: "pixel_values", rows: fixture.patches(picture), within: 0)
    }

    @Test func aPictureThatTheReferenceWouldResizeIsRefused() throws {
        let processor = try Qwen3VLImageProcessor(folder: Qwen3VLFixture.folder)
        for (width, height) in [(12, 16), (16, 20), (72, 64), (0x8, 0x4)] {
            let size = PixelSize(width: width, height: height)
            let picture = Bitmap(size: size, layout: .rgb, bytes: Array(repeating: 7, count: size.pixelCount * 3))
            #expect(throws: ConfigurationError.self, "\(size)") { try processor.patches(of: picture) }
        }
    }

    @Test func theSectionOfAJointProcessorFileIsRead() throws {
        let folder = URL.temporaryDirectory.appending(path: "processor-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let plain = try String(
            contentsOf: Qwen3VLFixture.folder.appending(path: "preprocessor_config.json"),
            encoding: .utf8
        )
        try "{\"processor_class\": \"Qwen3VLProcessor\", \"image_processor\": \(plain)}"
            .write(to: folder.appending(path: "processor_config.json"), atomically: true, encoding: .utf8)
        let picture = try Qwen3VLFixture().picture(0)
        let found = try Qwen3VLImageProcessor(folder: folder).patches(of: picture)
        let wanted = try Qwen3VLImageProcessor(folder: Qwen3VLFixture.folder).patches(of: picture)
        #expect(found.pixels.floats() == wanted.pixels.floats())
    }
}
