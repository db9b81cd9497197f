extension SettingTable {
    /// The settings that the sources lead to; a setting comes from the first source that has it.
    ///
    /// - Throws: ``CommandError`` for a value that makes no sense or a name that means nothing.
    static func read(from sources: [SettingSource], over start: Settings = Settings()) throws -> Settings {
        var settings = start
        for row in rows { try assign(row, from: sources, to: &settings) }
        settings.models = try settings.modelSlugs.map { slug in
            var model = ModelSettings(slug: slug)
            for row in modelRows { try assign(row, named: "model.\(slug).\(row.key)", from: sources, to: &model) }
            return model
        }
        for source in sources {
            for key in source.keys where !isKnown(key, settings.modelSlugs) { throw unknown(key, in: source) }
        }
        return settings
    }

    private static func assign<Root>(
        _ row: SettingRow<Root>,
        named name: String? = nil,
        from sources: [SettingSource],
        to root: inout Root
    ) throws {
        let key = name ?? row.key
        for source in sources {
            guard let text = source.value(for: key) else { continue }
            guard row.assign(&root, text) else {
                throw CommandError("\(key): '\(text)' is not \(row.kind) (from \(source.place(key)))")
            }
            return
        }
    }

    private static func isKnown(_ key: String, _ slugs: [String]) -> Bool {
        rows.contains { $0.key == key }
            || slugs.contains { slug in modelRows.contains { key == "model.\(slug).\($0.key)" } }
    }

    private static func unknown(_ key: String, in source: SettingSource) -> CommandError {
        if key.hasPrefix("model.") {
            let names = modelRows.map(\.key).joined(separator: ", ")
            return CommandError(
                "there is no setting '\(key)' (from \(source.place(key))): it is model.<slug>.<name> with a slug from "
                    + "'models' and one of \(names)"
            )
        }
        let names = rows.map(\.key)
        let nearest = names.min { editDistance($0, key) < editDistance($1, key) }
        let hint = nearest.map { editDistance($0, key) <= 3 ? "; did you mean '\($0)'?" : "" } ?? ""
        return CommandError("there is no setting '\(key)' (from \(source.place(key)))\(hint)")
    }
}

/// How many characters must be put in, taken out or replaced to make one text of the other (Levenshtein).
func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let replaced = diagonal + (character == right[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
        }
    }
    return row[right.count]
}
