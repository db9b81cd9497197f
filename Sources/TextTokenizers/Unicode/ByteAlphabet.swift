/// The 256 characters that a byte-level vocabulary writes bytes with.
///
/// The printable characters of Latin-1 stand for their own byte; the other 68 bytes, in order, are U+0100, U+0101 and so
/// on. (Byte-level BPE of GPT-2, Radford et al. 2019, so that every token is visible text.)
enum ByteAlphabet {
    private static let isOwnCharacter: @Sendable (UInt8) -> Bool = { byte in
        (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
    }

    /// The character of each byte.
    static let characters: [Unicode.Scalar] = {
        var next: UInt16 = 0x100
        return (0...UInt8.max).map { byte in
            guard !isOwnCharacter(byte) else { return Unicode.Scalar(byte) }
            defer { next += 1 }
            // 0x100 and the 67 that follow are no surrogates.
            return Unicode.Scalar(next) ?? Unicode.Scalar(byte)
        }
    }()

    private static let bytes = Dictionary(uniqueKeysWithValues: zip(characters, 0...UInt8.max))

    /// What a token of the vocabulary stands for, or nil when a character in it stands for no byte.
    static func bytes(of token: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(token.utf8.count)
        for scalar in token.unicodeScalars {
            guard let byte = bytes[scalar] else { return nil }
            result.append(byte)
        }
        return result
    }
}
