/// The settings as pages for people.
extension SettingTable {
    /// For `serve --help`.
    static var help: String {
        let defaults = Settings()
        let lines = rows.map { row in
            entry(row.key, row.environmentName, row.kind, row.text(defaults), row.help)
        }
        let model = ModelSettings(slug: "slug")
        let modelLines = modelRows.map { row in
            let key = "model.<slug>.\(row.key)"
            return entry(key, "YUKIMI_MODEL_<SLUG>_\(row.key.uppercased())", row.kind, row.text(model), row.help)
        }
        return "SETTINGS:\n" + (lines + modelLines).joined(separator: "\n")
    }

    private static func entry(
        _ key: String,
        _ variable: String,
        _ kind: String,
        _ fallback: String,
        _ help: String
    ) -> String {
        let text = wrapped(help) + wrapped("\(variable): \(kind)")
        return (["  \(key) = \(fallback.isEmpty ? "(nothing)" : fallback)"] + text).joined(separator: "\n")
    }

    /// Lines of at most 80 columns with an indentation of their own: the printer of help would begin them at the edge.
    private static func wrapped(_ text: String, indentation: String = "      ") -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count < 80 {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(indentation + word)
            }
        }
        return lines
    }

    /// The table of docs/Operations.md.
    static var markdown: String {
        let defaults = Settings()
        let model = ModelSettings(slug: "slug")
        let lines =
            rows.map { row in markdownRow(row.key, row.environmentName, row.text(defaults), row.kind, row.help) }
            + modelRows.map { row in
                let variable = "YUKIMI_MODEL_<SLUG>_\(row.key.uppercased())"
                return markdownRow("model.<slug>.\(row.key)", variable, row.text(model), row.kind, row.help)
            }
        return (["| setting | environment | default | values | meaning |", "|---|---|---|---|---|"] + lines)
            .joined(separator: "\n")
    }

    private static func markdownRow(
        _ key: String,
        _ variable: String,
        _ fallback: String,
        _ kind: String,
        _ help: String
    ) -> String {
        "| `\(key)` | `\(variable)` | \(fallback.isEmpty ? "" : "`\(fallback)`") | \(kind) | \(help) |"
    }
}
