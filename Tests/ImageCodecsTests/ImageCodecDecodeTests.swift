import GenerationTypes
import ImageCodecs
import Testing

@Suite struct ImageCodecDecodeTests {
    let codec: ImageCodec

    init() throws { codec = try ImageCodec() }

    @Test(arguments: 1...8, ["png", "jpg", "webp"])
    func `a picture comes out upright whichever way its file stores it`(orientation: Int, kind: String) throws {
        let upright = try codec.decode(Fixture.bytes("chart.png"))
        let file = try Fixture.bytes("orientation-\(orientation).\(kind)")
        #expect(try codec.inspect(file).size == upright.size)
        let decoded = try codec.decode(file)
        try #require(decoded.size == upright.size)
        #expect(meanColourDifference(decoded, upright) < 1)
    }

    @Test(arguments: [
        "alpha.png", "alpha.webp", "animation.gif", "animation.webp", "cmyk.jpg", "display-p3.jpg", "display-p3.png",
        "gray-16-bit.png", "gray-alpha.png", "gray-profile.jpg", "gray.jpg", "palette-alpha.png", "palette.png",
        "progressive.jpg", "rgb-16-bit.png", "still.gif",
    ])
    func `colours come out as another reader sees them`(name: String) throws {
        let decoded = try codec.decode(Fixture.bytes(name))
        let expected = try Fixture.expected(name)
        try #require(decoded.size == expected.size)
        #expect(meanColourDifference(decoded, expected) < 0.6)
    }

    @Test func `a profile makes a difference that the other tests would notice`() throws {
        let converted = try Fixture.expected("display-p3.jpg")
        let unconverted = try Fixture.expected("progressive.jpg")
        #expect(meanColourDifference(converted, unconverted) > 1.2)
    }

    @Test func `alpha is kept where it is asked for, and is straight`() throws {
        let bitmap = try codec.decode(Fixture.bytes("alpha.png"), keepingAlpha: true)
        try #require(bitmap.layout == .rgba)
        let row = bitmap.bytes.prefix(bitmap.width * 4)
        let alphas = stride(from: 3, to: row.count, by: 4).map { row[$0] }
        #expect(alphas.first == 0)
        #expect(alphas.last == 255)
        #expect(alphas == alphas.sorted())
        #expect(try codec.inspect(Fixture.bytes("alpha.png")).hasAlpha)
    }

    @Test func `a picture without alpha has three channels even when alpha may be kept`() throws {
        #expect(try codec.decode(Fixture.bytes("gray.jpg"), keepingAlpha: true).layout == .rgb)
    }

    @Test(arguments: [OutputFormat.png, .jpeg, .webp])
    func `a large picture can be reduced while it is decoded`(format: OutputFormat) throws {
        let original = Fixture.gradient(PixelSize(width: 900, height: 600))
        let file = try codec.encode(original, as: format, metadata: anyMetadata)
        let target = PixelSize(width: 160, height: 90)
        let reduced = try codec.decode(file, covering: target)
        #expect(reduced.size == PixelSize(width: 160, height: 107))
        #expect(meanColourDifference(reduced, try codec.resize(original, to: reduced.size)) < 1.5)
    }

    @Test func `a picture that lies on its side is reduced to cover the target upright`() throws {
        let reduced = try codec.decode(
            Fixture.bytes("orientation-6.jpg"),
            covering: PixelSize(width: 40, height: 16)
        )
        #expect(reduced.size == PixelSize(width: 40, height: 32))
        let expected = try codec.resize(try codec.decode(Fixture.bytes("chart.png")), to: reduced.size)
        #expect(meanColourDifference(reduced, expected) < 2)
    }

    @Test func `AVIF is decoded where the operator enables it`() throws {
        // Debian's libvips reads HEIF through a module that may not be installed.
        guard let enabled = try? ImageCodec(allowingHEIF: true) else { return }
        let file = try Fixture.bytes("still.avif")
        #expect(try enabled.inspect(file).format == .avif)
        #expect(meanColourDifference(try enabled.decode(file), try Fixture.expected("progressive.jpg")) < 3)
        #expect(throws: ImageCodecError.self) { try codec.decode(file) }
    }

    @Test func `a picture smaller than what it should cover keeps its size`() throws {
        let bitmap = try codec.decode(Fixture.bytes("chart.png"), covering: PixelSize(width: 1280, height: 720))
        #expect(bitmap.size == PixelSize(width: 80, height: 64))
    }
}
