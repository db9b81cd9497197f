import Foundation
import Testing
import TextTokenizers

/// The other half of Scripts/reference/compare-tokenizer, which names a folder in YUKIMI_TOKENIZER_COMPARISON.
///
/// | file             | what it has                                                                                   |
/// |------------------|-----------------------------------------------------------------------------------------------|
/// | `tokenizer.json` | the tokeniser                                                                                 |
/// | `texts`          | each text: its length in bytes (UInt32, little-endian), then its bytes, which may be no UTF-8 |
/// | `tokens`         | written here; for each text: the number of tokens (UInt32), then the tokens (Int32)           |
/// | `seconds`        | written here; the CPU time that encoding all texts once took                                      |
@Suite struct TokenizerComparison {
    private static let folder = ProcessInfo.processInfo.environment["YUKIMI_TOKENIZER_COMPARISON"]

    @Test("Encodes the texts of a comparison", .enabled(if: folder != nil))
    func encodeTheTextsOfAComparison() throws {
        let folder = URL(filePath: try #require(Self.folder))
        let tokenizer = try Tokenizer(folder: folder.path(percentEncoded: false))
        let texts = try Self.texts(Data(contentsOf: folder.appending(path: "texts")))
        var tokens = Data()
        var encoded: [[Int32]] = []
        encoded.reserveCapacity(texts.count)
        let start = clock()
        for text in texts { encoded.append(tokenizer.encode(utf8: text)) }
        let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        for ids in encoded {
            withUnsafeBytes(of: UInt32(ids.count).littleEndian) { tokens.append(contentsOf: $0) }
            for id in ids { withUnsafeBytes(of: id.littleEndian) { tokens.append(contentsOf: $0) } }
        }
        try tokens.write(to: folder.appending(path: "tokens"))
        try Data("\(seconds)".utf8).write(to: folder.appending(path: "seconds"))
    }

    private static func texts(_ data: Data) throws -> [[UInt8]] {
        var texts: [[UInt8]] = []
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            texts.append([UInt8](rest.dropFirst(4).prefix(count)))
            rest = rest.dropFirst(4 + count)
        }
        return texts
    }
}
