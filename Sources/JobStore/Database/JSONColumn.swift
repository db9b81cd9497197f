import Foundation

/// Values that are stored as JSON text.
enum JSONColumn {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A list of texts; most are empty, and writing a job should not cost an encoder then, nor reading it a decoder.
    static func text(of texts: [String]) throws -> String { texts.isEmpty ? "[]" : try encode(texts) }

    static func texts(from text: String) throws -> [String] {
        text == "[]" ? [] : try decode([String].self, from: text)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw StoreError(.corrupt, "a stored \(type) cannot be read: \(error)")
        }
    }
}
