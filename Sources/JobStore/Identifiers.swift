/// An account's number.
public struct AccountID: Sendable, Hashable, Codable, CustomStringConvertible {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public var description: String { String(rawValue) }
}

/// An API key's number: what operators name a key by, since its text is not kept.
public struct KeyID: Sendable, Hashable, Codable, CustomStringConvertible {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public var description: String { String(rawValue) }
}

/// A request's id: a UUID of version 7 (RFC 9562). Its time makes new ids neighbours in the database's indexes, which
/// halves what a commit writes; its 74 random bits keep anybody from guessing another's.
public struct JobID: Sendable, Hashable, Codable, CustomStringConvertible {
    public let rawValue: String

    /// Nil unless the text is 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12; upper case is accepted.
    public init?(_ text: String) {
        // Bytes, not characters: every poll comes through here.
        guard text.utf8.count == 36 else { return nil }
        var hasUpperCase = false
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where [8, 13, 18, 23].contains(index): break
            case _ where [8, 13, 18, 23].contains(index): return nil
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): break
            case UInt8(ascii: "A")...UInt8(ascii: "F"): hasUpperCase = true
            default: return nil
            }
        }
        self.rawValue = hasUpperCase ? text.lowercased() : text
    }

    /// For text that the database holds.
    init(stored rawValue: String) { self.rawValue = rawValue }

    /// A new id.
    public static func random(at moment: Timestamp) -> Self {
        var generator = SystemRandomNumberGenerator()
        return random(at: moment, using: &generator)
    }

    public static func random(at moment: Timestamp, using generator: inout some RandomNumberGenerator) -> Self {
        let time = UInt64(clamping: moment.milliseconds)
        let high = time << 16 | 0x7000 | generator.next() & 0x0FFF
        let low = 0x8000_0000_0000_0000 | generator.next() & 0x3FFF_FFFF_FFFF_FFFF
        let bytes = [high, low].flatMap { word in withUnsafeBytes(of: word.bigEndian, Array.init) }
        var text = RandomText.hex(bytes)
        for offset in [8, 13, 18, 23] {
            text.insert("-", at: text.utf8.index(text.startIndex, offsetBy: offset))
        }
        return Self(stored: text)
    }

    public var description: String { rawValue }
}

/// What a worker calls itself: host, process and a random part, for people who read the job list.
public struct WorkerID: Sendable, Hashable, Codable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// A webhook's id.
public struct WebhookID: Sendable, Hashable, Codable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}
