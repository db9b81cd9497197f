import GenerationTypes

/// Puts an XMP packet (ISO 16684-3) into a file that our encoder just wrote, and drops all other metadata but the colour
/// profile.
func embedding(xmp: [UInt8], in file: [UInt8], _ format: OutputFormat) throws -> [UInt8] {
    switch format {
    case .png: embeddingInPNG(xmp, try essentialPNG(file).bytes)
    case .jpeg: embeddingInJPEG(xmp, try essentialJPEG(file).bytes)
    case .webp: embeddingInWebP(xmp, try essentialWebP(file).bytes)
    }
}

/// An `iTXt` chunk (not compressed, no language) behind the header, which is always 8 + 25 bytes.
private func embeddingInPNG(_ xmp: [UInt8], _ file: [UInt8]) -> [UInt8] {
    let headerEnd = 33
    let content: [UInt8] = "iTXtXML:com.adobe.xmp".utf8 + [0, 0, 0, 0, 0] + xmp
    let chunk = bigEndian(UInt32(content.count - 4)) + content + bigEndian(crc32(content))
    return file[..<headerEnd] + chunk + file[headerEnd...]
}

/// An APP1 segment behind the start marker and JFIF's APP0, which readers want first.
private func embeddingInJPEG(_ xmp: [UInt8], _ file: [UInt8]) -> [UInt8] {
    let content: [UInt8] = "http://ns.adobe.com/xap/1.0/\0".utf8 + xmp
    precondition(content.count + 2 <= 0xFFFF, "an XMP packet of \(xmp.count) bytes does not fit into a JPEG segment")
    let hasJFIF = file[2] == 0xFF && file[3] == 0xE0
    let start = hasJFIF ? 4 + (Int(file[4]) << 8 | Int(file[5])) : 2
    let segment: [UInt8] = [0xFF, 0xE1] + bigEndian(UInt16(content.count + 2)) + content
    return file[..<start] + segment + file[start...]
}

/// A last chunk, and its bit in `VP8X`, which our files have for their profile's sake.
private func embeddingInWebP(_ xmp: [UInt8], _ file: [UInt8]) -> [UInt8] {
    precondition(file[12..<16].elementsEqual("VP8X".utf8), "expected an extended WebP file")
    var content = file[8...] + riffChunk("XMP ", xmp)
    content[8 + 12] |= ExtendedWebP.xmpFlag
    return riffChunk("RIFF", content)
}

private func bigEndian<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

/// The checksum of PNG chunks (PNG specification, annex D), bit by bit: packets are small.
private func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var remainder = UInt32.max
    for byte in bytes {
        remainder ^= UInt32(byte)
        for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
    }
    return ~remainder
}
