/// Writes Prometheus's text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
public struct MetricText: Sendable {
    public private(set) var text = ""
    private var typed = ""

    public init() {}

    /// Must stand once before the lines of a label: a repetition right after it writes nothing.
    public mutating func type(of label: String, _ type: String) {
        guard label != typed else { return }
        typed = label
        text += "# TYPE \(label) \(type)\n"
    }

    /// One sample; `dimensions` as they stand between the braces.
    public mutating func line(_ name: String, _ dimensions: String, _ value: Double) {
        text += name
        if !dimensions.isEmpty { text += "{\(dimensions)}" }
        text += " \(Self.number(value))\n"
    }

    /// A gauge of this moment with its dimensions, values escaped.
    public mutating func gauge(_ label: String, _ dimensions: [(String, String)] = [], _ value: Double) {
        let name = MetricName(label, dimensions)
        type(of: name.label, "gauge")
        line(name.label, name.dimensions, value)
    }

    /// A number that only grows; the name with its `_total`.
    public mutating func counter(_ name: String, _ value: Double) {
        type(of: name, "counter")
        line(name, "", value)
    }

    /// Whole numbers without a point, so that counts stay readable.
    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    /// Letters, digits, `_` and `:`; everything else becomes `_`.
    static func name(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == ":" ? $0 : "_" })
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n", "\r\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }
}
