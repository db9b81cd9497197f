import GenerationTypes
import ImageCodecs
import Testing

@Suite struct HostileInputTests {
    let codec: ImageCodec

    init() throws { codec = try ImageCodec() }

    private static let files = [
        "alpha.png", "alpha.webp", "animation.gif", "animation.webp", "cmyk.jpg", "display-p3.jpg", "display-p3.png",
        "gray-16-bit.png", "orientation-6.jpg", "orientation-6.png", "orientation-6.webp", "palette-alpha.png",
        "progressive.jpg", "still.gif",
    ]

    private func error(decoding bytes: [UInt8]) -> ImageCodecError? {
        #expect(throws: ImageCodecError.self) { try codec.decode(bytes) }
    }

    @Test(arguments: files)
    func `a file that is cut short anywhere before its picture is whole is an error`(name: String) throws {
        let file = try Fixture.bytes(name)
        // What follows the last pixels of an animation's first frame may be missing.
        let needed = name.hasPrefix("animation") ? file.count / 2 : file.count - 1
        for count in stride(from: 0, to: needed, by: max(1, needed / 60)) {
            let error = error(decoding: Array(file.prefix(count)))
            #expect(error?.code == .damaged || (count < 12 && error?.code == .unsupportedFormat))
        }
    }

    @Test func `enormous sizes are refused from the header`() throws {
        let png =
            PNGBuilder.signature + PNGBuilder.header(width: 65_535, height: 65_535)
            + PNGBuilder.chunk("IDAT", PNGBuilder.zeros(1_000)) + PNGBuilder.chunk("IEND", [])
        #expect(error(decoding: png)?.code == .tooManyPixels)
        #expect(error(decoding: png)?.message.contains("65535×65535") == true)

        var jpeg = try Fixture.bytes("orientation-1.jpg")
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
        #expect(error(decoding: jpeg)?.code == .tooManyPixels)

        var gif = try Fixture.bytes("still.gif")
        let image = try #require(gif.indices.last { gif[$0...].starts(with: [0x2C, 0, 0, 0, 0, 64, 0, 64, 0]) })
        gif.replaceSubrange(image + 5..<image + 9, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(error(decoding: gif)?.code == .tooManyPixels)

        let canvas: [UInt8] = [0, 0, 0, 0, 0xFF, 0x3F, 0, 0xFF, 0x3F, 0]
        let webp = riff("WEBP".utf8 + riff("VP8X", canvas) + riff("VP8L", [0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0]))
        #expect(error(decoding: webp) != nil)
    }

    @Test func `pixel data that unpacks far beyond the picture is refused before it is unpacked`() throws {
        let png =
            PNGBuilder.signature + PNGBuilder.header(width: 64, height: 64)
            + PNGBuilder.chunk("IDAT", PNGBuilder.zeros(30_000_000)) + PNGBuilder.chunk("IEND", [])
        #expect(error(decoding: png)?.code == .damaged)
        #expect(error(decoding: png)?.message.contains("more data than its 12352 bytes of pixels") == true)
    }

    @Test(arguments: ["zTXt", "iTXt", "iCCP"])
    func `text and profiles that unpack to megabytes cost nothing`(type: String) throws {
        let prefix: [UInt8] = type == "iTXt" ? "XML:com.adobe.xmp".utf8 + [0, 1, 0, 0, 0] : "k".utf8 + [0, 0]
        let bomb = PNGBuilder.chunk(type, prefix + PNGBuilder.zeros(30_000_000))
        let png =
            PNGBuilder.signature + PNGBuilder.header(width: 64, height: 64) + bomb
            + PNGBuilder.chunk("IDAT", PNGBuilder.zeros(64 * 193)) + PNGBuilder.chunk("IEND", [])
        let bitmap = try codec.decode(png)
        #expect(bitmap.bytes.allSatisfy { $0 == 0 })
    }

    @Test func `an animation of very many frames costs what its first frame costs`() throws {
        let still = try Fixture.bytes("still.gif")
        let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0]
        var many = Array(still[..<(still.count - 1)])
        for _ in 0..<400_000 { many += frame }
        many.append(0x3B)
        #expect(try codec.decode(many) == codec.decode(still))
    }

    @Test func `a JPEG of very many scans is refused`() throws {
        let file = try Fixture.bytes("progressive.jpg")
        let scan = try #require(file.indices.last { file[$0] == 0xFF && $0 + 1 < file.count && file[$0 + 1] == 0xDA })
        let repeated = file[scan..<file.count - 2]
        var many = Array(file[..<scan])
        for _ in 0...200 { many += repeated }
        many += [0xFF, 0xD9]
        #expect(error(decoding: many)?.message.contains("scans; at most 100") == true)
    }

    @Test(arguments: files)
    func `random damage gives an error or a picture`(name: String) throws {
        let limited = try ImageCodec(limits: InputLimits(minimumSide: 1, pixelCount: 1_000_000))
        let file = try Fixture.bytes(name)
        var random = Xorshift(state: 0x5EED ^ UInt64(file.count))
        for _ in 0..<300 {
            let damaged = random.damaged(file)
            do {
                let bitmap = try limited.decode(damaged, keepingAlpha: true)
                #expect(bitmap.size == (try limited.inspect(damaged).size))
            } catch let error as ImageCodecError {
                #expect(!error.message.isEmpty)
            }
        }
    }

    private func riff(_ content: some Sequence<UInt8>) -> [UInt8] { riff("RIFF", Array(content)) }

    private func riff(_ type: String, _ data: [UInt8]) -> [UInt8] {
        type.utf8 + PNGBuilder.bigEndian(UInt32(data.count)).reversed() + data
    }
}

/// Marsaglia's xorshift64: the same damage in every run.
private struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    /// The file with a few bytes changed, and now and then a part missing or doubled.
    mutating func damaged(_ file: [UInt8]) -> [UInt8] {
        var result = file
        for _ in 0..<Int.random(in: 1...8, using: &self) {
            // Half of the damage goes to the first bytes, where sizes and kinds are.
            let range = Bool.random(using: &self) ? 0..<min(96, result.count) : 0..<result.count
            result[Int.random(in: range, using: &self)] = UInt8.random(in: 0...255, using: &self)
        }
        let start = Int.random(in: 0..<result.count, using: &self)
        let part = start..<Int.random(in: start...result.count, using: &self)
        switch Int.random(in: 0..<8, using: &self) {
        case 0: result.removeSubrange(part)
        case 1: result.insert(contentsOf: Array(result[part]), at: start)
        default: break
        }
        return result
    }
}
