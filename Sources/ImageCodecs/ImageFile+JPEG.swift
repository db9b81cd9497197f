/// Keeps the segments that make the picture: tables, frame, scans, ICC profile (APP2), and the two that decide how the
/// channels are read (JFIF's APP0, Adobe's APP14). What follows the end marker, such as a phone's video, is dropped.
///
/// ```
/// FFD8, then segments: FF marker | length (2, big-endian, counts itself) | data;
/// after a scan header (FFDA) coded data until the next FF that is not followed by 00 or D0…D7;  FFD9 ends the file
/// ```
func essentialJPEG(_ file: [UInt8]) throws -> (bytes: [UInt8], orientation: Int) {
    var reader = ByteReader(file[...])
    guard let start = reader.read(2) else { throw ImageCodecError.cutShort(.jpeg) }
    var kept = Array(start)
    var orientation = 1
    var scanCount = 0

    while true {
        guard let marker = readMarker(&reader) else { throw ImageCodecError.cutShort(.jpeg) }
        if marker == JPEGMarker.end { break }
        // Markers without a segment: TEM and stray restarts.
        if marker == 0x01 || JPEGMarker.restarts.contains(marker) { continue }
        guard let length = reader.readBigEndian(2), let data = reader.read(length - 2) else {
            throw ImageCodecError.cutShort(.jpeg)
        }
        if marker == JPEGMarker.exifOrXMP, data.starts(with: "Exif\0\0".utf8) {
            orientation = exifOrientation(tiff: data.dropFirst(6))
        }
        guard !JPEGMarker.dropped.contains(marker) else { continue }
        kept += [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)]
        kept += data
        guard marker == JPEGMarker.scan else { continue }
        scanCount += 1
        kept += try readCodedData(&reader)
    }
    try check(scanCount: scanCount)
    return (kept + [0xFF, JPEGMarker.end], orientation)
}

private enum JPEGMarker {
    static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
    static let end: UInt8 = 0xD9
    static let scan: UInt8 = 0xDA
    static let exifOrXMP: UInt8 = 0xE1
    /// Every application segment but 0, 2 and 14, and comments.
    static let dropped: Set<UInt8> = Set(0xE0...0xEF).subtracting([0xE0, 0xE2, 0xEE]).union([0xFE])
}

/// A scan that changes nothing takes a hundred bytes and a pass over the whole picture; encoders write about ten.
private func check(scanCount: Int) throws {
    guard scanCount > 0 else { throw ImageCodecError.malformed(.jpeg, "it has no picture data") }
    guard scanCount <= 100 else {
        throw ImageCodecError.malformed(.jpeg, "it is stored in \(scanCount) scans; at most 100 are accepted")
    }
}

/// Skips to the next marker as decoders do: over garbage, and over fill bytes.
private func readMarker(_ reader: inout ByteReader) -> UInt8? {
    guard let next = reader.remaining.firstIndex(of: 0xFF) else { return nil }
    guard reader.skip(next - reader.position) else { return nil }
    while let byte = reader.readByte() {
        if byte == 0x00 { return readMarker(&reader) }
        if byte != 0xFF { return byte }
    }
    return nil
}

/// The coded data of a scan, up to the marker that ends it.
private func readCodedData(_ reader: inout ByteReader) throws -> ArraySlice<UInt8> {
    let remaining = reader.remaining
    var position = remaining.startIndex
    while let escape = remaining[position...].firstIndex(of: 0xFF), escape + 1 < remaining.endIndex {
        let next = remaining[escape + 1]
        guard next == 0x00 || next == 0xFF || JPEGMarker.restarts.contains(next) else {
            guard let data = reader.read(escape - remaining.startIndex) else { break }
            return data
        }
        position = next == 0xFF ? escape + 1 : escape + 2
    }
    throw ImageCodecError.cutShort(.jpeg)
}
