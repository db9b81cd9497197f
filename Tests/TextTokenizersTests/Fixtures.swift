import Foundation
import TextTokenizers

/// What Scripts/reference/record_tokenizer.py has written.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func tokenizer(_ name: String) throws -> Tokenizer {
        try Tokenizer(json: bytes("\(name).json"), source: "\(name).json")
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
    }
}
