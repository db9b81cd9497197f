import Foundation
import GenerationTypes
import JobStore

/// JSON for scripts: names in snake_case, moments in RFC 3339, money in US dollars.
enum JSONOutput {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension Timestamp {
    /// `2026-03-01T12:00:00.000Z`.
    var text: String { date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
}

extension MicroDollars {
    /// A number for JSON that shows no binary remainder.
    var decimal: Decimal { Decimal(rawValue) / 1_000_000 }
}
