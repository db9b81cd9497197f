import FoundationEssentials

extension Tokenizer {
    /// Larger files are no tokenisers: the largest vocabularies in use take a tenth of it.
    private static let largestFile = 1 << 28

    /// Reads `tokenizer.json` and, if there is one, `tokenizer_config.json` from a folder.
    ///
    /// - Throws: `TokenizerError` when a file cannot be read, is broken or asks for what is not supported.
    public init(folder: String) throws {
        let file = folder + "/tokenizer.json"
        guard let json = try Self.contents(of: file) else {
            throw TokenizerError(.unreadable, in: file, "the file does not exist")
        }
        try self.init(json: json, configuration: Self.contents(of: folder + "/tokenizer_config.json"), source: file)
    }

    /// Nil when there is no such file.
    private static func contents(of path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            guard size <= largestFile else {
                throw TokenizerError(.unsupported, in: path, "the file has \(size) bytes, more than \(largestFile)")
            }
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let error as TokenizerError {
            throw error
        } catch {
            throw TokenizerError(.unreadable, in: path, "the file cannot be read: \(error)")
        }
    }
}
