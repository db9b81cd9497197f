import GenerationTypes
import ImageCodecs
import Testing

@Suite struct ImageCodecTests {
    @Test(arguments: OutputFormat.allCases)
    func `what is encoded decodes to the same size and nearly the same pixels`(format: OutputFormat) throws {
        let codec = try ImageCodec()
        let size = PixelSize(width: 96, height: 64)
        var bytes: [UInt8] = []
        for y in 0..<size.height {
            for x in 0..<size.width { bytes += [UInt8(x * 2), UInt8(y * 3), 128] }
        }
        let bitmap = Bitmap(size: size, layout: .rgb, bytes: bytes)
        let metadata = OutputMetadata(
            software: "Yukimi",
            engine: "scene",
            seed: 7,
            prompt: "snow",
            digitalSource: .compositeSynthetic
        )
        let file = try codec.encode(bitmap, as: format, metadata: metadata)
        let header = try codec.inspect(file)
        #expect(header.size == size)
        #expect(header.mediaType == format.mediaType)
        let decoded = try codec.decode(file)
        let differences = zip(decoded.bytes, bitmap.bytes).map { abs(Int($0) - Int($1)) }
        #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 2)
    }
}
