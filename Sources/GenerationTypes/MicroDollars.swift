/// An amount of money in millionths of a US dollar. Integers, so that sums are exact.
public struct MicroDollars: Sendable, Hashable, Comparable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static let zero = MicroDollars(0)

    /// For JSON and headers only: a binary fraction cannot hold every decimal amount exactly.
    public var dollars: Double { Double(rawValue) / 1_000_000 }

    /// Reads a decimal amount of dollars with at most six places, such as `1`, `0.035` or `-2.5`.
    public init?(dollars text: some StringProtocol) {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) })
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard fraction.count <= 6, let whole = Int64(parts[0]), whole <= 1_000_000_000_000 else { return nil }
        guard let millionths = Int64(fraction + String(repeating: "0", count: 6 - fraction.count)) else { return nil }
        let amount = whole * 1_000_000 + millionths
        self.init(isNegative ? -amount : amount)
    }

    public static func + (left: Self, right: Self) -> Self { Self(left.rawValue + right.rawValue) }
    public static func - (left: Self, right: Self) -> Self { Self(left.rawValue - right.rawValue) }
    public static prefix func - (amount: Self) -> Self { Self(-amount.rawValue) }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension MicroDollars: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension MicroDollars: CustomStringConvertible {
    /// A decimal amount of dollars without trailing zeros, such as `0.035`.
    public var description: String {
        let magnitude = rawValue.magnitude
        let digits = String(magnitude % 1_000_000)
        var fraction = Substring(String(repeating: "0", count: 6 - digits.count) + digits)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = "\(rawValue < 0 ? "-" : "")\(magnitude / 1_000_000)"
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }
}
