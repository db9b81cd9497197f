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

    private static func entry(_ key: String, _ variable: String, _ kind: String, _ fallback: String, _ help: String)
        -> String
    {
        """
          \(key) = \(fallback.isEmpty ? "(nothing)" : fallback)
              \(help)
              \(variable): \(kind)
        """
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
