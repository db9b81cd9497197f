import Foundation
import FoundationXML
import GenerationTypes
import ImageCodecs
import Testing

@Suite struct ImageCodecEncodeTests {
    let codec: ImageCodec

    init() throws { codec = try ImageCodec() }

    @Test(arguments: AspectRatio.allCases, OutputFormat.allCases)
    func `every output has exactly its pixels and is of its format`(ratio: AspectRatio, format: OutputFormat) throws {
        let source = Fixture.gradient(PixelSize(width: 200, height: 150))
        for resolution in Resolution.allCases {
            let size = PixelSize(ratio, resolution)
            let file = try codec.encode(
                codec.fitByContentAwareCrop(source, to: size).bitmap,
                as: format,
                metadata: anyMetadata
            )
            let magic: [UInt8] =
                switch format {
                case .png: [0x89, 0x50, 0x4E, 0x47]
                case .jpeg: [0xFF, 0xD8, 0xFF]
                case .webp: Array("RIFF".utf8)
                }
            #expect(file.starts(with: magic))
            let header = try codec.inspect(file)
            #expect(header.size == size)
            #expect(header.mediaType == format.mediaType)
        }
    }

    @Test func `a preview stays small whatever it shows, and has no metadata`() throws {
        let size = PixelSize(width: 320, height: 320)
        var generator = SystemRandomNumberGenerator()
        let noise = Bitmap(
            size: size,
            layout: .rgb,
            bytes: (0..<size.pixelCount * 3).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        )
        for bitmap in [noise, Fixture.gradient(size)] {
            let file = try codec.encodePreview(bitmap)
            #expect(file.count <= ImageCodec.previewByteLimit)
            #expect(try codec.inspect(file).size == size)
            #expect(!file.contains("Exif".utf8))
        }
    }

    @Test(arguments: OutputFormat.allCases)
    func `what is encoded decodes to nearly the same colours`(format: OutputFormat) throws {
        let photo = try codec.decode(Fixture.bytes("progressive.jpg"))
        let file = try codec.encode(photo, as: format, metadata: anyMetadata)
        let difference = meanColourDifference(try codec.decode(file), photo)
        #expect(difference < (format == .png ? 0.001 : 2.5))
    }

    @Test(arguments: OutputFormat.allCases)
    func `a result carries sRGB and says how it was made, and nothing about places`(format: OutputFormat) throws {
        let metadata = OutputMetadata(
            software: "Yukimi 1.0",
            engine: "scene",
            seed: 4_294_967_295,
            prompt: "a <b>garden</b> & \"snow\"\u{0}\u{7}\nat 日暮れ",
            digitalSource: .compositeSynthetic
        )
        let file = try codec.encode(Fixture.gradient(PixelSize(width: 64, height: 64)), as: format, metadata: metadata)
        let properties = try xmpProperties(of: file)
        #expect(properties["xmp:CreatorTool"] == "Yukimi 1.0")
        #expect(properties["yukimi:engine"] == "scene")
        #expect(properties["yukimi:seed"] == "4294967295")
        #expect(properties["Iptc4xmpExt:AIPromptInformation"] == "a <b>garden</b> & \"snow\" at 日暮れ")
        #expect(
            properties["Iptc4xmpExt:DigitalSourceType"]
                == "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
        )
        let text = String(decoding: file, as: UTF8.self)
        #expect(!text.contains("Exif") && !text.contains("EXIF"))
        #expect(format == .png ? text.contains("iCCP") : text.contains(format == .webp ? "ICCP" : "ICC_PROFILE"))
    }

    @Test(arguments: OutputFormat.allCases)
    func `a prompt of the longest characters still fits`(format: OutputFormat) throws {
        let metadata = OutputMetadata(
            software: "Yukimi",
            engine: "scene",
            seed: 1,
            prompt: String(repeating: "👨‍👩‍👧‍👦", count: 2_500),
            digitalSource: .compositeSynthetic
        )
        let file = try codec.encode(Fixture.gradient(PixelSize(width: 64, height: 64)), as: format, metadata: metadata)
        #expect(try xmpProperties(of: file)["Iptc4xmpExt:AIPromptInformation"]?.hasSuffix("…") == true)
        _ = try codec.decode(file)
    }

    /// The elements of the XMP packet and their text, read by Foundation's XML parser.
    private func xmpProperties(of file: [UInt8]) throws -> [String: String] {
        let data = Data(file)
        let start = try #require(data.range(of: Data("<?xpacket begin".utf8)))
        let end = try #require(data.range(of: Data("<?xpacket end=\"r\"?>".utf8)))
        let reader = XMLTextReader()
        let parser = XMLParser(data: data[start.lowerBound..<end.upperBound])
        parser.delegate = reader
        try #require(parser.parse(), "the packet is not well-formed: \(String(describing: parser.parserError))")
        return reader.texts
    }
}

private final class XMLTextReader: NSObject, XMLParserDelegate {
    var texts: [String: String] = [:]
    private var path: [String] = []

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        path.append(name)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if let name = path.last { texts[name, default: ""] += string }
    }

    func parser(
        _ parser: XMLParser,
        didEndElement name: String,
        namespaceURI: String?,
        qualifiedName: String?
    ) {
        path.removeLast()
    }
}
