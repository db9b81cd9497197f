/// A request's body as the history keeps it: readable, without the images inside it, and of bounded size.
enum RequestRecord {
    static let stringLimit = 4_096
    static let dataLimit = 64
    static let byteLimit = 64 << 10

    static func text(of json: JSONValue) -> String {
        let record = write(shortened(json))
        guard record.utf8.count > byteLimit else { return record }
        // Only a flood of unknown members can be that long.
        let known = Set((GenerationVersion.v1.fields + GenerationVersion.v2.fields).map(\.name))
        let members = json.members?.filter { known.contains($0.name) } ?? []
        return write(shortened(.object(members)))
    }

    private static func write(_ json: JSONValue) -> String {
        var writer = JSONWriter()
        writer.write(json)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func shortened(_ json: JSONValue) -> JSONValue {
        switch json {
        case .null, .bool, .number: json
        case .string(let text): .string(shortened(text))
        case .array(let items): .array(items.map(shortened))
        case .object(let members):
            .object(members.map { JSONValue.Member(name: shortened($0.name), value: shortened($0.value)) })
        }
    }

    private static func shortened(_ text: String) -> String {
        let limit = text.prefix(5).lowercased() == "data:" ? dataLimit : stringLimit
        guard text.utf8.count > limit else { return text }
        let visible = text.prefix(limit)
        let hidden = text.utf8.count - visible.utf8.count
        return hidden > 0 ? "\(visible)… (\(hidden) more bytes)" : text
    }
}
