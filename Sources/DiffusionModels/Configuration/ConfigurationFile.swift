public import Foundation

/// The values of a model's `config.json`, asked for one by one.
///
/// A key that is missing has the value that the model's reference implementation assumes, given as `default`; with no
/// `default`, it is an error. A value that a network cannot follow is an error that names the key, what was found and
/// what is supported, so that an unknown variant of a model is refused rather than computed wrongly.
public struct ConfigurationFile: Sendable {
    /// The file's path, for errors.
    public let file: String
    private let prefix: String
    private let values: [String: ConfigurationValue]

    /// Reads a JSON file.
    /// Throws `ConfigurationError` if there is no such file or it is not a JSON object.
    public init(contentsOf url: URL) throws {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw ConfigurationError(file: url.path, key: "", found: "no readable file", supported: "a JSON object")
        }
        try self.init(data, file: url.path)
    }

    /// Reads JSON text; `file` names it in errors.
    public init(_ json: Data, file: String) throws {
        guard let values = try? JSONDecoder().decode([String: ConfigurationValue].self, from: json) else {
            throw ConfigurationError(file: file, key: "", found: "malformed JSON", supported: "a JSON object")
        }
        self.init(file: file, prefix: "", values: values)
    }

    private init(file: String, prefix: String, values: [String: ConfigurationValue]) {
        self.file = file
        self.prefix = prefix
        self.values = values
    }

    /// Whether the key is there and not null.
    public func contains(_ key: String) -> Bool {
        values[key, default: .null] != .null
    }

    /// The value of a key, or its default.
    public func value(_ key: String, default standard: ConfigurationValue? = nil) throws -> ConfigurationValue {
        guard let value = values[key] ?? standard else {
            throw ConfigurationError(file: file, key: prefix + key, found: "missing", supported: "any value")
        }
        return value
    }

    /// A group of values within this file.
    public func section(_ key: String) throws -> ConfigurationFile {
        guard case .section(let values) = try value(key) else { throw error(key, supported: "a section") }
        return ConfigurationFile(file: file, prefix: prefix + key + ".", values: values)
    }

    /// Accepts a key only with one of the values that are supported.
    public func require(
        _ key: String,
        _ supported: ConfigurationValue...,
        default standard: ConfigurationValue? = nil
    ) throws {
        guard supported.contains(try value(key, default: standard)) else {
            throw error(key, supported: supported.map(\.description).joined(separator: ", "))
        }
    }

    /// The error that says what this key is and what it may be.
    public func error(_ key: String, supported: String) -> ConfigurationError {
        ConfigurationError(
            file: file,
            key: prefix + key,
            found: values[key]?.description ?? "missing",
            supported: supported
        )
    }
}
