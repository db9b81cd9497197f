/// Keeps the chunks that make the picture.
///
/// ```
/// signature (8 bytes), then chunks: length (4, big-endian) | type (4) | data (length) | CRC (4)
/// IHDR … PLTE … tRNS … iCCP … IDAT+ … IEND
/// ```
func essentialPNG(_ file: [UInt8]) throws -> (bytes: [UInt8], orientation: Int) {
    var reader = ByteReader(file[...])
    guard let signature = reader.read(8) else { throw ImageCodecError.cutShort(.png) }
    var kept = Array(signature)
    var orientation = 1
    var compressedSize = 0
    var rawSize = 0.0

    while true {
        let start = reader.position
        guard let length = reader.readBigEndian(4), let typeBytes = reader.read(4), let data = reader.read(length),
            reader.skip(4)
        else { throw ImageCodecError.cutShort(.png) }
        let type = String(decoding: typeBytes, as: UTF8.self)
        switch type {
        case "IHDR": rawSize = try rawByteCount(header: data)
        case "IDAT": compressedSize += length
        case "eXIf": orientation = exifOrientation(tiff: data)
        default: break
        }
        if ["IHDR", "PLTE", "tRNS", "iCCP", "IDAT", "IEND"].contains(type) {
            kept += file[start..<reader.position]
        }
        if type == "IEND" { break }
    }
    // Deflate never grows data by more than a thousandth. What exceeds that is not pixels, and libpng would unpack it
    // all, a thousandfold, before it complains.
    guard Double(compressedSize) <= rawSize * 2 + 65_536 else {
        throw ImageCodecError.malformed(.png, "it holds more data than its \(Int(rawSize)) bytes of pixels can need")
    }
    return (kept, orientation)
}

/// How many bytes the pixels unpack to, each row with its filter byte.
private func rawByteCount(header: ArraySlice<UInt8>) throws -> Double {
    var reader = ByteReader(header)
    guard let width = reader.readBigEndian(4), let height = reader.readBigEndian(4), let depth = reader.readByte(),
        let colourType = reader.readByte()
    else { throw ImageCodecError.malformed(.png, "its header has \(header.count) bytes, not 13") }
    let channels =
        switch colourType {
        case 2: 3
        case 4: 2
        case 6: 4
        default: 1
        }
    let rowBytes = (Double(width) * Double(channels) * Double(depth) / 8).rounded(.up) + 1
    return rowBytes * Double(height)
}
