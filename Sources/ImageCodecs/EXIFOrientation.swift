/// Which way is up, 1 to 8, from a block of EXIF (a TIFF file's first directory, tag 0112 hexadecimal); 1, upright as it
/// is, when the block does not say so in a form that can be read.
///
/// ```
/// "II" or "MM" (the byte order) | 42 (2) | offset of the directory (4)
/// directory: count (2), then entries: tag (2) | type (2) | count (4) | value (4)
/// ```
func exifOrientation(tiff: ArraySlice<UInt8>) -> Int {
    var reader = ByteReader(tiff)
    let isLittleEndian = tiff.starts(with: "II".utf8)
    guard isLittleEndian || tiff.starts(with: "MM".utf8), reader.skip(2) else { return 1 }
    func number(_ count: Int) -> Int? {
        isLittleEndian ? reader.readLittleEndian(count) : reader.readBigEndian(count)
    }
    guard number(2) == 42, let offset = number(4), reader.skip(offset - 8), let entryCount = number(2) else { return 1 }
    for _ in 0..<entryCount {
        guard let tag = number(2), let type = number(2), number(4) != nil else { return 1 }
        guard tag == 0x0112 else {
            guard reader.skip(4) else { return 1 }
            continue
        }
        let isShort = type == 3
        guard let value = number(isShort ? 2 : 4), (1...8).contains(value) else { return 1 }
        return value
    }
    return 1
}
