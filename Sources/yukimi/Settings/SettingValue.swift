import GenerationTypes

/// Something that an operator can write as text: in a file, in the environment, after an option.
protocol SettingValue: Sendable {
    /// What help and error messages call such a value: "a whole number".
    static var kind: String { get }

    /// Nil when the text is not such a value.
    init?(settingText: String)

    /// Text that reads back as this value.
    var settingText: String { get }
}

extension String: SettingValue {
    static var kind: String { "text" }
    init?(settingText: String) { self = settingText }
    var settingText: String { self }
}

extension Int: SettingValue {
    static var kind: String { "a whole number" }
    init?(settingText: String) { self.init(settingText) }
    var settingText: String { String(self) }
}

extension Bool: SettingValue {
    static var kind: String { "true or false" }

    init?(settingText: String) {
        switch settingText.lowercased() {
        case "true", "yes", "on", "1": self = true
        case "false", "no", "off", "0": self = false
        default: return nil
        }
    }

    var settingText: String { self ? "true" : "false" }
}

extension MicroDollars: SettingValue {
    static var kind: String { "an amount in US dollars with at most six decimals, such as 0.035" }
    init?(settingText: String) { self.init(dollars: settingText) }
    var settingText: String { description }
}

/// Nothing is written as empty text.
extension Optional: SettingValue where Wrapped: SettingValue {
    static var kind: String { "\(Wrapped.kind), or nothing" }

    init?(settingText: String) {
        if settingText.isEmpty {
            self = .none
        } else {
            guard let value = Wrapped(settingText: settingText) else { return nil }
            self = value
        }
    }

    var settingText: String { map(\.settingText) ?? "" }
}

/// Values with commas between; a sequence in a file.
extension Array: SettingValue where Element: SettingValue {
    static var kind: String { "a list with commas, each \(Element.kind)" }

    init?(settingText: String) {
        var values: [Element] = []
        for part in settingText.split(separator: ",") {
            guard let value = Element(settingText: part.trimmingSpaces) else { return nil }
            values.append(value)
        }
        self = values
    }

    var settingText: String { map(\.settingText).joined(separator: ",") }
}

/// One of a few words.
protocol SettingChoice: SettingValue, CaseIterable, RawRepresentable where RawValue == String {}

extension SettingChoice {
    static var kind: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    init?(settingText: String) { self.init(rawValue: settingText.lowercased()) }
    var settingText: String { rawValue }
}

extension StringProtocol {
    var trimmingSpaces: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
