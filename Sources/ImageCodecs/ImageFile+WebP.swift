/// Keeps the chunks that make the first picture.
///
/// ```
/// "RIFF" | size (4, little-endian) | "WEBP", then chunks: type (4) | length (4, little-endian) | data | 0 if odd
/// a plain picture:    VP8  or VP8L
/// an extended one:    VP8X [ICCP] [ANIM ANMF+] [ALPH] VP8 /VP8L [EXIF] [XMP ]
/// ```
func essentialWebP(_ file: [UInt8]) throws -> (bytes: [UInt8], orientation: Int) {
    var reader = ByteReader(file[...])
    guard reader.skip(4), let riffSize = reader.readLittleEndian(4), reader.skip(4), riffSize >= 4,
        var chunks = reader.read(riffSize - 4).map(ByteReader.init)
    else { throw ImageCodecError.cutShort(.webp) }
    var kept: [UInt8] = []
    var orientation = 1
    var hasFrame = false

    while !chunks.isAtEnd {
        guard let typeBytes = chunks.read(4), let length = chunks.readLittleEndian(4), let data = chunks.read(length)
        else { throw ImageCodecError.cutShort(.webp) }
        // The last chunk's padding is missing in files of some writers.
        if length % 2 == 1, !chunks.isAtEnd { _ = chunks.skip(1) }
        let type = String(decoding: typeBytes, as: UTF8.self)
        switch type {
        case "VP8X" where !data.isEmpty:
            var header = Array(data)
            header[0] &= ~(ExtendedWebP.exifFlag | ExtendedWebP.xmpFlag)
            kept += riffChunk(type, header)
        case "ANMF" where !hasFrame:
            hasFrame = true
            kept += riffChunk(type, data)
        case "ICCP", "ANIM", "ALPH", "VP8 ", "VP8L":
            kept += riffChunk(type, data)
        case "EXIF":
            // Some writers copy a JPEG's marker along.
            orientation = exifOrientation(tiff: data.starts(with: "Exif\0\0".utf8) ? data.dropFirst(6) : data)
        default: break
        }
    }
    return (riffChunk("RIFF", "WEBP".utf8 + kept), orientation)
}

/// Bits of the first byte of `VP8X`: which other chunks there are.
enum ExtendedWebP {
    static let exifFlag: UInt8 = 0x08
    static let xmpFlag: UInt8 = 0x04
}

/// A chunk of a RIFF file: type, length, data, and a zero after an odd number of bytes.
func riffChunk(_ type: String, _ data: some Collection<UInt8>) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt32(data.count).littleEndian) { Array($0) }
    return type.utf8 + length + data + (data.count % 2 == 1 ? [0] : [])
}
