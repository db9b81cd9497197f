/// What is wrong with a file of weights: what was expected, what came, and where.
public struct TensorError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The file or folder cannot be opened or read.
        case unreadable
        /// The file breaks the rules of its format.
        case malformed
        /// A network asks for a tensor that no file has.
        case missing
        /// A tensor has another shape than the network's configuration says.
        case wrongShape
        /// A tensor is stored in a way that weights cannot be read from.
        case unsupportedElementType
        /// Tensors that no part of the network asked for: the configuration is another model's.
        case leftOver
    }

    public let code: Code
    /// A sentence that says what was expected and what came.
    public let message: String
    /// The tensor's name, where there is one.
    public let tensor: String?
    /// The path of the file or folder.
    public let file: String

    public init(_ code: Code, _ message: String, tensor: String? = nil, file: String) {
        self.code = code
        self.message = message
        self.tensor = tensor
        self.file = file
    }

    public var description: String {
        let place = tensor.map { "\(file), tensor \($0)" } ?? file
        return "\(place): \(message)"
    }
}
