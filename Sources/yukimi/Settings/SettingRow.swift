/// One thing that an operator can set: its name, where its value goes, and what values make sense.
///
/// The default is what the settings hold before anything was set, so it stands in one place only.
struct SettingRow<Root: Sendable>: Sendable {
    /// Words in lower case with dots between, such as `http.port`.
    let key: String
    let help: String
    /// What values make sense, for help and error messages: "a whole number from 0 to 65535".
    let kind: String
    /// Stores the value that the text means; false when it means none.
    let assign: @Sendable (inout Root, String) -> Bool
    /// The value as text.
    let text: @Sendable (Root) -> String

    init<Value: SettingValue>(
        _ key: String,
        _ path: any WritableKeyPath<Root, Value> & Sendable,
        kind: String = Value.kind,
        _ help: String,
        where isSensible: @escaping @Sendable (Value) -> Bool = { _ in true }
    ) {
        self.key = key
        self.help = help
        self.kind = kind
        assign = { root, text in
            guard let value = Value(settingText: text), isSensible(value) else { return false }
            root[keyPath: path] = value
            return true
        }
        text = { root in root[keyPath: path].settingText }
    }

    /// A setting with a least and a greatest value.
    init<Value: SettingValue & Comparable>(
        _ key: String,
        _ path: any WritableKeyPath<Root, Value> & Sendable,
        in range: ClosedRange<Value>,
        _ help: String
    ) {
        let kind = "\(Value.kind) from \(range.lowerBound.settingText) to \(range.upperBound.settingText)"
        self.init(key, path, kind: kind, help) { range.contains($0) }
    }

    /// A number of bytes, written with a unit.
    init(bytes key: String, _ path: any WritableKeyPath<Root, Int> & Sendable, _ help: String) {
        self.key = key
        self.help = help
        kind = "\(ByteCount.kind), from 1KB to 1GB"
        assign = { root, text in
            guard let size = ByteCount(settingText: text), (1_000...1_000_000_000).contains(size.bytes) else {
                return false
            }
            root[keyPath: path] = size.bytes
            return true
        }
        text = { root in ByteCount(bytes: root[keyPath: path]).settingText }
    }

    /// What the setting is called in the environment: `YUKIMI_HTTP_PORT`.
    var environmentName: String { settingEnvironmentName(key) }
}

/// `http.port` → `YUKIMI_HTTP_PORT`.
func settingEnvironmentName(_ key: String) -> String {
    "YUKIMI_" + key.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
}
