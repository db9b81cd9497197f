/// Where in a trace something happens, as it goes from process to process: W3C Trace Context's `traceparent`
/// (https://www.w3.org/TR/trace-context/), version 00.
public struct TraceContext: Sendable, Hashable {
    /// 128 bits, never all zero.
    let trace: [UInt64]
    /// Never zero.
    let span: UInt64
    let isSampled: Bool

    /// The trace's id, 32 hexadecimal digits: for log lines.
    public var traceID: String { Self.hex(trace) }
    var spanID: String { Self.hex([span]) }

    /// The begin of a trace.
    static func random() -> TraceContext {
        let ids = UInt64(1)...UInt64.max
        return TraceContext(trace: [.random(in: ids), .random(in: ids)], span: .random(in: ids), isSampled: true)
    }

    /// Another span of the same trace.
    func next() -> TraceContext {
        TraceContext(trace: trace, span: .random(in: 1 ... .max), isSampled: isSampled)
    }
}

extension TraceContext {
    /// `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`.
    public var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    /// Nil when the text is none. A later version is read as far as this one goes, as the standard asks for.
    public init?(traceparent text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            let version = Self.words(parts[0], count: 2), version[0] <= 0xff,
            let trace = Self.words(parts[1], count: 32), trace != [0, 0],
            let span = Self.words(parts[2], count: 16)?.first, span != 0,
            let flags = Self.words(parts[3], count: 2)?.first
        else { return nil }
        self.init(trace: trace, span: span, isSampled: flags & 1 == 1)
    }

    /// Lower-case digits only; 16 of them a word, fewer make one.
    private static func words(_ text: Substring, count: Int) -> [UInt64]? {
        var words: [UInt64] = []
        guard text.utf8.count == count else { return nil }
        for (index, byte) in text.utf8.enumerated() {
            let digit: UInt64
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
            if index % 16 == 0 { words.append(0) }
            words[words.count - 1] = words[words.count - 1] << 4 | digit
        }
        return words
    }

    private static func hex(_ words: [UInt64]) -> String {
        words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
