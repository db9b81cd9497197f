import GenerationTypes

/// A generation request's body, checked: everything but the images behind its URLs.
struct GenerationBody: Sendable {
    let prompt: Prompt
    let image: ImageLocation
    let elements: [ElementBody]
    let aspectRatio: AspectRatio
    let resolution: Resolution
    let outputFormat: OutputFormat
    let seed: UInt32?
    /// Whether the client asked version 1 for JSON.
    let wantsBase64: Bool
    /// This request's own callback.
    let webhookURL: String?
    /// Members that mean nothing here, in their order and once each.
    let ignoredParameters: [String]

    /// - Throws: ``APIError`` with status 400 and every fault that the body has.
    init(_ json: JSONValue, version: GenerationVersion) throws(APIError) {
        guard let members = json.members else {
            throw .badRequest("the body is \(json.excerpt); a JSON object is expected")
        }
        typealias Fields = GenerationFields
        var reader = BodyReader(json)
        let image = reader.read(Fields.imageURL)
        let prompt = reader.read(Fields.prompt)
        let aspectRatio = reader.read(Fields.aspectRatio)
        let elements = reader.read(Fields.elements) ?? []
        let outputFormat = reader.read(Fields.outputFormat)
        let resolution = reader.read(Fields.resolution)
        let seed = reader.read(Fields.seed)
        let wantsBase64 = version == .v1 ? reader.read(Fields.base64) : nil
        let webhookURL = version == .v2 ? reader.read(Fields.webhookURL) : nil
        Self.checkCounts(of: elements, &reader)
        if let prompt { Self.checkReferences(of: prompt, json: json, elementCount: elements.count, &reader) }
        guard reader.faults.isEmpty, let image, let prompt else { throw .invalidParameters(reader.faults) }

        self.image = image
        self.prompt = prompt
        self.elements = elements
        self.aspectRatio = aspectRatio ?? .landscape16x9
        self.outputFormat = outputFormat ?? .png
        self.resolution = resolution ?? .standard
        self.seed = seed
        self.wantsBase64 = wantsBase64 ?? false
        self.webhookURL = webhookURL
        let known = Set(version.fields.map(\.name))
        var seen: Set<String> = []
        self.ignoredParameters = members.map(\.name).filter { !known.contains($0) && seen.insert($0).inserted }
    }

    private static func checkCounts(of elements: [ElementBody], _ reader: inout BodyReader) {
        let imageCount = elements.map(\.imageCount).reduce(0, +)
        guard imageCount > GenerationFields.elementImageLimit else { return }
        let message = "has \(imageCount) images; at most \(GenerationFields.elementImageLimit) are allowed"
        reader.add(FieldFault(field: GenerationFields.elements.name, message: message))
    }

    /// A name in the prompt without its element would be painted as words, which nobody means.
    private static func checkReferences(
        of prompt: Prompt,
        json: JSONValue,
        elementCount: Int,
        _ reader: inout BodyReader
    ) {
        // Elements that are themselves faulty are counted too: one mistake should not be reported as two.
        let count = max(elementCount, json[GenerationFields.elements.name]?.items?.count ?? 0)
        for reference in prompt.elementReferences where !(1...max(count, 1)).contains(reference.number) || count == 0 {
            let spelling = prompt.text[reference.range]
            let allowed = count == 0 ? "the request has no elements" : "elements has \(count)"
            reader.add(FieldFault(field: GenerationFields.prompt.name, message: "names \(spelling), but \(allowed)"))
        }
    }
}
