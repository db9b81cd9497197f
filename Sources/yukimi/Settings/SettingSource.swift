import Configuration
import SystemPackage
import Yams

/// A place that settings come from.
struct SettingSource: Sendable {
    /// Where a value stands, for error messages: `--set http.port`, `YUKIMI_HTTP_PORT`, `yukimi.yaml:3`.
    let place: @Sendable (_ key: String) -> String
    /// What is there, as far as the place can tell: unknown names among them are mistakes.
    let keys: [String]
    private let prefix: [String]
    private let provider: any ConfigProvider

    /// The value as text; a list's values with commas between.
    func value(for key: String) -> String? {
        let path = AbsoluteConfigKey(prefix + settingPath(key))
        // A provider throws for a type that it has another of: then the other is asked for.
        if let text = try? provider.value(forKey: path, type: .string).value, case .string(let text) = text.content {
            return text
        }
        guard let list = try? provider.value(forKey: path, type: .stringArray).value,
            case .stringArray(let values) = list.content
        else { return nil }
        return values.joined(separator: ",")
    }
}

extension SettingSource {
    /// What stands on the command line, each with the option that it came by.
    static func options(_ options: [SettingAssignment]) -> Self {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        var places: [String: String] = [:]
        // The last one of the same setting wins.
        for assignment in options {
            values[AbsoluteConfigKey(settingPath(assignment.key))] = ConfigValue(
                .string(assignment.value),
                isSecret: false
            )
            places[assignment.key] = assignment.option
        }
        return Self(
            place: { [places] key in places[key] ?? "the command line" },
            keys: options.map(\.key),
            prefix: [],
            provider: InMemoryProvider(name: "options", values: values)
        )
    }

    /// `YUKIMI_HTTP_PORT` and its like. Names that mean nothing here are somebody else's.
    static func environment(_ variables: [String: String]) -> Self {
        Self(
            place: settingEnvironmentName,
            keys: [],
            prefix: ["yukimi"],
            provider: EnvironmentVariablesProvider(environmentVariables: variables)
        )
    }

    /// A YAML file: mappings for the dots of a name, or the name with its dots.
    ///
    /// - Throws: ``CommandError`` when the file cannot be read or is not a mapping.
    static func file(_ path: String) async throws -> Self {
        let lines: [String: Int]
        let provider: FileProvider<YAMLSnapshot>
        do {
            lines = try SettingFile.linesByKey(path: path)
            provider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError("\(path): the settings file cannot be read: \(error)")
        }
        return Self(
            place: { key in lines[key].map { "\(path):\($0)" } ?? path },
            keys: lines.keys.sorted(),
            prefix: [],
            provider: provider
        )
    }
}

/// `http.port` → `http`, `port`.
private func settingPath(_ key: String) -> [String] { key.split(separator: ".").map(String.init) }
