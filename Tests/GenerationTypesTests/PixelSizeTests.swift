import GenerationTypes
import Testing

struct PixelSizeTests {
    @Test("every output size has the exact ratio and sides that are multiples of 16", arguments: AspectRatio.allCases)
    func exactRatios(aspectRatio: AspectRatio) throws {
        let parts = aspectRatio.rawValue.split(separator: ":").compactMap { Int($0) }
        for resolution in Resolution.allCases {
            let size = PixelSize(aspectRatio, resolution)
            #expect(size.width * parts[1] == size.height * parts[0])
            #expect(size.width.isMultiple(of: 16) && size.height.isMultiple(of: 16))
        }
    }

    @Test("2K doubles both sides of 1K")
    func doubled() {
        #expect(PixelSize(.landscape16x9, .standard) == PixelSize(width: 1280, height: 720))
        #expect(PixelSize(.portrait2x3, .high) == PixelSize(width: 1664, height: 2496))
    }
}
