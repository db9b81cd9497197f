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

/// A request's id: 128 random bits written like a UUID, so that nobody guesses another's.
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
    public static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        let digits = Array(RandomText.hex(bytes: 16, using: &generator).utf8)
        let groups = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        return Self(stored: groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-"))
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
