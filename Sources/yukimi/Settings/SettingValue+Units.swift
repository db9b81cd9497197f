/// A number with a unit: `250ms`, `30s`, `5m`, `1h`, `7d`; a number alone is seconds.
extension Duration: SettingValue {
    static var kind: String { "a time such as 250ms, 30s, 5m, 1h or 7d" }

    private static let units: [(name: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    init?(settingText: String) {
        guard let (number, unit) = splitUnit(settingText), number >= 0 else { return nil }
        let name = unit.isEmpty ? "s" : unit
        guard let scale = Self.units.first(where: { $0.name == name })?.milliseconds else { return nil }
        let milliseconds = number * scale
        guard milliseconds <= 1e13 else { return nil }
        self = .milliseconds(Int64(milliseconds.rounded()))
    }

    var settingText: String {
        let milliseconds = Int64(self / .milliseconds(1))
        guard milliseconds > 0 else { return "0s" }
        let unit = Self.units.last { milliseconds % Int64($0.milliseconds) == 0 }
        return unit.map { "\(milliseconds / Int64($0.milliseconds))\($0.name)" } ?? "\(milliseconds)ms"
    }

    /// Seconds as a number, for messages and JSON.
    var seconds: Double { self / .seconds(1) }
}

/// A number of bytes, written `10MB` (decimal, as on a disk's label) or `32MiB` (binary, as in memory).
struct ByteCount: SettingValue, Hashable, Comparable {
    let bytes: Int

    static var kind: String { "a size such as 512KB, 10MB or 32MiB" }

    private static let units: [(name: String, bytes: Int)] = [
        ("", 1), ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("KB", 1_000), ("MB", 1_000_000),
        ("GB", 1_000_000_000),
    ]

    init(bytes: Int) { self.bytes = bytes }

    static func megabytes(_ count: Int) -> Self { Self(bytes: count * 1_000_000) }

    init?(settingText: String) {
        guard let (number, unit) = splitUnit(settingText), number >= 0 else { return nil }
        guard let scale = Self.units.first(where: { $0.name.lowercased() == unit })?.bytes else { return nil }
        let bytes = number * Double(scale)
        guard bytes <= 1e15 else { return nil }
        self.init(bytes: Int(bytes.rounded()))
    }

    var settingText: String {
        guard bytes > 0, let unit = Self.units.last(where: { bytes % $0.bytes == 0 }), unit.bytes > 1 else {
            return String(bytes)
        }
        return "\(bytes / unit.bytes)\(unit.name)"
    }

    static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

/// `1.5h` → 1.5 and `h`; the unit in lower case, empty when there is none.
private func splitUnit(_ text: String) -> (number: Double, unit: String)? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits) else { return nil }
    return (number, text.dropFirst(digits.count).trimmingSpaces.lowercased())
}
