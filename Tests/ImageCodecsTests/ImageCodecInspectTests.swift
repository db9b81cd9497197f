import GenerationTypes
import ImageCodecs
import Testing

@Suite struct ImageCodecInspectTests {
    let codec: ImageCodec

    init() throws { codec = try ImageCodec() }

    private func error(_ bytes: [UInt8], _ codec: ImageCodec) -> ImageCodecError? {
        #expect(throws: ImageCodecError.self) { try codec.inspect(bytes) }
    }

    @Test(arguments: [
        ("palette.png", InputFormat.png, false), ("palette-alpha.png", .png, true), ("cmyk.jpg", .jpeg, false),
        ("alpha.webp", .webp, true), ("animation.webp", .webp, false), ("animation.gif", .gif, false),
    ])
    func `a header tells format, size and alpha`(name: String, format: InputFormat, hasAlpha: Bool) throws {
        let header = try codec.inspect(Fixture.bytes(name))
        #expect(header == ImageHeader(format: format, size: PixelSize(width: 64, height: 64), hasAlpha: hasAlpha))
        #expect(header.mediaType == "image/\(format.rawValue)")
    }

    @Test(arguments: [
        ("<html><body>Not found</body></html>", "it begins with '<html><body>Not found</b'"),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "it begins with '<svg xmlns=\"http://www.w'"),
        ("%PDF-1.7\n%\u{E2}\u{E3}", "it begins with the bytes 25 50 44 46 2d 31 2e 37"),
        ("", "it is empty"),
    ])
    func `what is not an image is named by how it begins`(text: String, beginning: String) throws {
        let error = error(Array(text.utf8), codec)
        #expect(error?.code == .unsupportedFormat)
        #expect(error?.message == "not a PNG, JPEG, WebP or GIF image: \(beginning)")
    }

    @Test func `a side that is too short is refused with the size it has`() throws {
        let small = Fixture.gradient(PixelSize(width: 40, height: 63))
        let error = error(try codec.encode(small, as: .png, metadata: anyMetadata), codec)
        #expect(error?.code == .tooSmall)
        #expect(error?.message == "the image is 40×63 pixels; each side must be at least 64")
    }

    @Test func `limits on bytes and pixels are exact`() throws {
        let file = try Fixture.bytes("chart.png")
        let enough = try ImageCodec(limits: InputLimits(byteCount: file.count, pixelCount: 80 * 64))
        _ = try enough.inspect(file)
        let fewerBytes = try ImageCodec(limits: InputLimits(byteCount: file.count - 1))
        #expect(error(file, fewerBytes)?.code == .tooManyBytes)
        let fewerPixels = try ImageCodec(limits: InputLimits(pixelCount: 80 * 64 - 1))
        #expect(error(file, fewerPixels)?.message == "the image is 80×64, 5120 pixels; at most 5119 are accepted")
    }

    @Test func `HEIC and AVIF are refused unless they are enabled`() throws {
        let file = [0, 0, 0, 24] + Array("ftypheic".utf8) + [UInt8](repeating: 0, count: 12)
        let error = error(file, codec)
        #expect(error?.code == .unsupportedFormat)
        #expect(error?.message == "HEIC images are not enabled here; send PNG, JPEG, WebP or GIF")
    }
}
