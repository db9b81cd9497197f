import Foundation
import Yams

/// Where each setting stands in a settings file: what the provider of its values does not tell.
enum SettingFile {
    /// Line numbers by the settings' names, `http.port` for a `port` under `http`.
    static func linesByKey(path: String) throws -> [String: Int] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path): there is no such settings file, or it may not be read")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: String(decoding: data, as: UTF8.self))
        } catch {
            throw CommandError("\(path): not YAML: \(error)")
        }
        guard let mapping = root?.mapping else {
            throw CommandError("\(path): a settings file is a YAML mapping such as 'http: {port: 8080}'")
        }
        var lines: [String: Int] = [:]
        collect(mapping, under: "", into: &lines)
        return lines
    }

    private static func collect(_ mapping: Node.Mapping, under prefix: String, into lines: inout [String: Int]) {
        for (name, value) in mapping {
            let key = prefix + (name.string ?? "?")
            if let inner = value.mapping {
                collect(inner, under: key + ".", into: &lines)
            } else {
                lines[key] = name.mark?.line ?? 0
            }
        }
    }
}
