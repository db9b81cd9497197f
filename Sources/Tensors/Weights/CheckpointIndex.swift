import FoundationEssentials

/// `model.safetensors.index.json`: which of several files has which tensor.
///
/// ```
/// {"metadata": {"total_size": 8048}, "weight_map": {"name": "model-00001-of-00002.safetensors", …}}
/// ```
struct CheckpointIndex {
    /// The names of the files, each once, sorted.
    let files: [String]
    private let fileOfTensor: [String: String]
    private let path: String

    /// Larger ones are refused before they are parsed.
    private static let largestIndex = 32 << 20

    /// Throws `TensorError`: `unreadable`, or `malformed` also when a file would lie outside of the index's folder.
    init(_ path: String) throws(TensorError) {
        let file = try MappedFile(path)
        guard file.bytes.count <= CheckpointIndex.largestIndex else {
            let limit = CheckpointIndex.largestIndex
            throw TensorError(.malformed, "\(file.bytes.count) bytes, more than the \(limit) allowed", file: path)
        }
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: Data(file.bytes))
        } catch {
            throw TensorError(.malformed, "no JSON with a weight_map from names to files: \(error)", file: path)
        }
        for (tensor, name) in content.weight_map where !CheckpointIndex.isPlainName(name) {
            throw TensorError(.malformed, "\(name) is not the name of a safetensors file", tensor: tensor, file: path)
        }
        guard !content.weight_map.isEmpty else { throw TensorError(.malformed, "lists no tensors", file: path) }
        fileOfTensor = content.weight_map
        files = Set(content.weight_map.values).sorted()
        self.path = path
    }

    /// Compares the list with what the files hold; `file` says in which one a tensor was found.
    func check(_ file: (String) -> String?) throws(TensorError) {
        for (tensor, wanted) in fileOfTensor {
            guard let found = file(tensor) else {
                throw TensorError(.malformed, "\(wanted) does not have it", tensor: tensor, file: path)
            }
            guard found == wanted else {
                throw TensorError(.malformed, "is in \(found) instead of \(wanted)", tensor: tensor, file: path)
            }
        }
    }

    private static func isPlainName(_ name: String) -> Bool {
        name.hasSuffix(".safetensors") && !name.hasPrefix(".")
            && !name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value < 0x20 }
    }

    private struct Content: Decodable {
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let weight_map: [String: String]
    }
}
