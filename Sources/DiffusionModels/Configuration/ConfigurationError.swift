/// Says that a model's configuration file asks for something that this library cannot do, or cannot be read.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's path.
    public let file: String
    /// The key, with the sections it lies in: `vision_config.hidden_size`. Empty if the file itself is at fault.
    public let key: String
    /// What the file says.
    public let found: String
    /// What would have been understood.
    public let supported: String

    public init(file: String, key: String, found: String, supported: String) {
        self.file = file
        self.key = key
        self.found = found
        self.supported = supported
    }

    public var description: String {
        key.isEmpty
            ? "\(file): found \(found), supported: \(supported)"
            : "\(file): \"\(key)\" is \(found), supported: \(supported)"
    }
}
