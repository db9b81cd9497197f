import ArgumentParser
import Foundation

/// The options that every command takes: where the data is, and any setting.
struct SettingOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The data folder: database and images.", valueName: "folder"))
    var data: String?

    @Option(
        name: .long,
        help: ArgumentHelp("A settings file (YAML); else yukimi.yaml in the data folder.", valueName: "file")
    )
    var config: String?

    @Option(name: .long, help: ArgumentHelp("One setting; may be repeated.", valueName: "name=value"))
    var set: [String] = []

    /// What these options say, in the words of the settings.
    func assignments() throws -> [SettingAssignment] {
        var assignments = try set.map { text in
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw ValidationError("--set takes name=value, such as http.port=8080; got '\(text)'")
            }
            let key = String(text[..<equals])
            guard !SettingTable.secrets.contains(key) else {
                throw ValidationError(
                    "\(key) is a secret, and options can be seen by everybody on this machine; put it into a settings file "
                        + "or \(settingEnvironmentName(key))"
                )
            }
            return SettingAssignment(
                key: key,
                value: String(text[text.index(after: equals)...]),
                option: "--set \(key)"
            )
        }
        if let data { assignments.append(SettingAssignment(key: "data", value: data, option: "--data")) }
        return assignments
    }
}

/// One setting as an option gives it.
struct SettingAssignment: Sendable, Hashable {
    let key: String
    let value: String
    /// The option, for error messages.
    let option: String
}

extension Settings {
    /// The settings that options, the environment and a file lead to, in this order.
    ///
    /// - Parameters:
    ///   - options: what every command takes.
    ///   - more: what this command's own options say; they are stronger.
    ///   - environment: the process's variables.
    /// - Returns: the settings, with the data folder decided.
    /// - Throws: ``CommandError``.
    static func load(
        _ options: SettingOptions,
        more: [SettingAssignment] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Settings {
        let direct = [
            SettingSource.options(try options.assignments() + more), .environment(environment),
        ]
        var sources = direct
        if let path = options.config ?? environment["YUKIMI_CONFIG"] {
            sources.append(try await .file(path))
        } else {
            // The folder has to be known before a file in it can be read.
            let folder = direct.lazy.compactMap { $0.value(for: "data") }.first ?? defaultDataFolder(environment)
            let path = "\(folder)/yukimi.yaml"
            if FileManager.default.fileExists(atPath: path) { sources.append(try await .file(path)) }
        }
        var settings = try SettingTable.read(from: sources)
        settings.data = settings.data ?? defaultDataFolder(environment)
        return settings
    }

    private static func defaultDataFolder(_ environment: [String: String]) -> String {
        if let folder = environment["XDG_DATA_HOME"], !folder.isEmpty { return "\(folder)/yukimi" }
        return "\(environment["HOME"] ?? NSHomeDirectory())/.local/share/yukimi"
    }
}
