/// Names that are stored as text and must be one of those known here.
enum StoredText {
    static func parse<Value: RawRepresentable<String>>(_ text: String) throws -> Value {
        guard let value = Value(rawValue: text) else {
            throw StoreError(.corrupt, "the database holds the \(Value.self) '\(text)', which is unknown here")
        }
        return value
    }
}
