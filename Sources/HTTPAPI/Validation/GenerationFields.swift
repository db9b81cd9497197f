import GenerationTypes

/// The fields of a generation request. Validation reads through these definitions and `/openapi.json` is written from
/// them: they cannot disagree.
enum GenerationFields {
    /// Images in all elements together.
    static let elementImageLimit = 10

    static let imageURL = BodyField(
        "image_url",
        isRequired: true,
        type: ImageLocation.schema,
        "The image to transform: an http or https URL, a data:image/…;base64 URI, or an /assets/… or /files/… URL of "
            + "this server. PNG, JPEG, WebP or GIF.",
        check: ImageLocation.check
    )

    static let prompt = BodyField<Prompt>(
        "prompt",
        isRequired: true,
        type: ["type": "string", "minLength": 1, "maxLength": .integer(Prompt.lengthLimit)],
        "The transformation wanted. (element1) names the first element."
    ) { json, path, faults in
        guard let text = json.text else {
            faults.append(FieldFault(field: path, message: "\(json.excerpt) is not a string"))
            return nil
        }
        if let prompt = Prompt(text) { return prompt }
        let length = text.contains { !$0.isWhitespace } ? "has \(text.count) characters" : "is empty"
        let message = "\(length); 1 to \(Prompt.lengthLimit) characters are allowed"
        faults.append(FieldFault(field: path, message: message))
        return nil
    }

    static let aspectRatio = BodyField<AspectRatio>.choice(
        "aspect_ratio",
        default: .landscape16x9,
        "The shape of the result, width to height."
    )

    static let resolution = BodyField<Resolution>.choice(
        "resolution",
        default: .standard,
        "1K is standard, 2K has twice as many pixels along each side."
    )

    static let outputFormat = BodyField<OutputFormat>.choice(
        "output_format",
        default: .png,
        "The encoding of the result."
    )

    static let seed = BodyField<UInt32>.uint32(
        "seed",
        "The start of every random choice: the same request with the same seed gives the same image. Random when left out."
    )

    static let elements = BodyField<[ElementBody]>.list(
        "elements",
        of: ElementBody.schema,
        count: 0...elementImageLimit,
        "Characters or objects to include; at most \(elementImageLimit) images in all.",
        item: ElementBody.check
    )

    static let base64 = BodyField<Bool>.flag(
        "base64",
        "Version 1 only: answer with JSON that holds the image in base64, instead of the image itself."
    )

    static let webhookURL = WebAddress.field(
        "webhook_url",
        "Version 2 only: where this request's outcome is sent."
    )
}

/// Which of the two generation routes a body came to.
enum GenerationVersion: String, Sendable {
    /// Answers with the image.
    case v1
    /// Answers at once, to be polled.
    case v2

    /// The name, whether it is required, and the schema of every field that means something there.
    var fields: [(name: String, isRequired: Bool, schema: JSONValue)] {
        typealias Fields = GenerationFields
        let common = [
            describe(Fields.imageURL), describe(Fields.prompt), describe(Fields.aspectRatio), describe(Fields.elements),
            describe(Fields.outputFormat), describe(Fields.resolution), describe(Fields.seed),
        ]
        return common + [self == .v1 ? describe(Fields.base64) : describe(Fields.webhookURL)]
    }

    private func describe<Value>(
        _ field: BodyField<Value>
    ) -> (name: String, isRequired: Bool, schema: JSONValue) {
        (field.name, field.isRequired, field.schema)
    }
}
