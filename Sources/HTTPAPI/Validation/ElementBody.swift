import GenerationTypes

/// One element of a request's body.
struct ElementBody: Sendable, Hashable {
    /// The first view, and up to three more.
    let frontal: ImageLocation
    let references: [ImageLocation]
    /// Whether the first view was named as such, or is the first of the others.
    let namesFrontal: Bool

    /// Each view with the field that it came in, such as `reference_image_urls[1]`.
    var views: [(location: ImageLocation, field: String)] {
        let others = namesFrontal ? references : [frontal] + references
        let named = others.enumerated().map { ($1, "\(Self.referencesField.name)[\($0)]") }
        return namesFrontal ? [(frontal, Self.frontalField.name)] + named : named
    }

    var imageCount: Int { 1 + references.count }

    private static let frontalField = BodyField(
        "frontal_image_url",
        type: ImageLocation.schema,
        "The frontal view. When it is left out, the first of the other views takes its place.",
        check: ImageLocation.check
    )

    private static let referencesField = BodyField<[ImageLocation]>.list(
        "reference_image_urls",
        of: ImageLocation.schema,
        count: 0...Element.referenceLimit,
        "Further views of the same thing.",
        item: ImageLocation.check
    )

    static let schema: JSONValue = [
        "type": "object",
        "properties": [
            frontalField.name: frontalField.schema, referencesField.name: referencesField.schema,
        ],
    ]

    static func check(_ json: JSONValue, _ path: String, _ faults: inout [FieldFault]) -> ElementBody? {
        guard json.members != nil else {
            faults.append(FieldFault(field: path, message: "\(json.excerpt) is not an object"))
            return nil
        }
        var reader = BodyReader(json, prefix: path + ".", faults: faults)
        let faultCount = faults.count
        let frontal = reader.read(frontalField)
        let references = reader.read(referencesField) ?? []
        faults = reader.faults
        guard faults.count == faultCount else { return nil }
        if let frontal { return ElementBody(frontal: frontal, references: references, namesFrontal: true) }
        guard let first = references.first else {
            faults.append(
                FieldFault(
                    field: path,
                    message: "needs \(frontalField.name) or at least one of \(referencesField.name)"
                )
            )
            return nil
        }
        return ElementBody(frontal: first, references: Array(references.dropFirst()), namesFrontal: false)
    }
}
