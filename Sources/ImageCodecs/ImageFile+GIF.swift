/// Keeps the screen description and the first frame, and ends the file there.
///
/// ```
/// "GIF89a" | width, height (2 each, little-endian) | flags | background | aspect | [colours: 3 × 2^((flags & 7) + 1)]
/// blocks:  21 label sub-blocks                                   extension
///          2C left, top, width, height | flags | [colours] | code size | sub-blocks     frame
///          3B                                                    the end
/// sub-blocks: length (1) | data, until a length of 0
/// ```
func firstFrameOfGIF(_ file: [UInt8]) throws -> [UInt8] {
    var reader = ByteReader(file[...])
    guard let screen = reader.read(13), skipColours(&reader, flags: screen[10]) else {
        throw ImageCodecError.cutShort(.gif)
    }
    var kept = Array(file[..<reader.position])
    while true {
        let start = reader.position
        guard let block = reader.readByte() else { throw ImageCodecError.cutShort(.gif) }
        switch block {
        case GIFBlock.extension:
            guard let label = reader.readByte(), skipSubBlocks(&reader) else { throw ImageCodecError.cutShort(.gif) }
            // Says which colour is transparent; the others are comments and loop counts.
            if label == GIFBlock.graphicControl { kept += file[start..<reader.position] }
        case GIFBlock.frame:
            guard let frame = reader.read(9), skipColours(&reader, flags: frame[frame.startIndex + 8]),
                reader.skip(1), skipSubBlocks(&reader)
            else { throw ImageCodecError.cutShort(.gif) }
            return kept + file[start..<reader.position] + [GIFBlock.end]
        case GIFBlock.end:
            throw ImageCodecError.malformed(.gif, "it has no picture")
        default:
            throw ImageCodecError.malformed(.gif, "it has a block of the unknown kind \(block)")
        }
    }
}

private enum GIFBlock {
    static let `extension`: UInt8 = 0x21
    static let graphicControl: UInt8 = 0xF9
    static let frame: UInt8 = 0x2C
    static let end: UInt8 = 0x3B
}

/// The colour table, where the top bit of the flags says that there is one.
private func skipColours(_ reader: inout ByteReader, flags: UInt8) -> Bool {
    flags & 0x80 == 0 || reader.skip(3 << (Int(flags & 7) + 1))
}

private func skipSubBlocks(_ reader: inout ByteReader) -> Bool {
    while let length = reader.readByte() {
        if length == 0 { return true }
        guard reader.skip(Int(length)) else { return false }
    }
    return false
}
