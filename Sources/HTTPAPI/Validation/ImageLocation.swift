/// Where an input image is, as far as its spelling tells; fetching it is another matter.
struct ImageLocation: Sendable, Hashable {
    /// `http:`, `https:` or `data:image/…`.
    let text: String

    /// The longest URL that is not a `data:` URI.
    static let lengthLimit = 8_192

    static let schema: JSONValue = ["type": "string", "format": "uri"]

    static func check(_ json: JSONValue, _ path: String, _ faults: inout [FieldFault]) -> ImageLocation? {
        guard let text = json.text, isData(text) || WebAddress.isWebAddress(text) else {
            faults.append(FieldFault(field: path, message: "\(json.excerpt) is not an http, https or data:image URL"))
            return nil
        }
        guard isData(text) || text.utf8.count <= lengthLimit else {
            let message = "has \(text.utf8.count) bytes; a URL of at most \(lengthLimit) is allowed"
            faults.append(FieldFault(field: path, message: message))
            return nil
        }
        return ImageLocation(text: text)
    }

    var isData: Bool { Self.isData(text) }

    private static func isData(_ text: String) -> Bool { text.prefix(11).lowercased() == "data:image/" }
}

/// How an `http` or `https` URL is spelt.
enum WebAddress {
    /// Whether the text has one of the two schemes, a host, and no white space or control character.
    static func isWebAddress(_ text: String) -> Bool {
        guard let rest = afterScheme(text), let first = rest.first else { return false }
        return !"/?#:@".contains(first) && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    private static func afterScheme(_ text: String) -> Substring? {
        for scheme in ["http://", "https://"] where text.prefix(scheme.count).lowercased() == scheme {
            return text.dropFirst(scheme.count)
        }
        return nil
    }

    /// A field for the address of a callback.
    static func field(_ name: String, isRequired: Bool = false, _ description: String) -> BodyField<String> {
        BodyField(
            name,
            isRequired: isRequired,
            type: ["type": "string", "format": "uri"],
            description
        ) { json, path, faults in
            if let text = json.text, isWebAddress(text), text.utf8.count <= 2_048 { return text }
            let message = "\(json.excerpt) is not an http or https URL of at most 2048 bytes"
            faults.append(FieldFault(field: path, message: message))
            return nil
        }
    }
}
