public import GenerationTypes
public import ImageCodecs

extension GenerationRequest {
    /// Every image that the request needs; the same one may come twice.
    public var inputKeys: [ArtifactKey] { [image] + elements.flatMap { [$0.frontal] + $0.references } }
}

extension GenerationInput {
    /// Decodes a request's images.
    ///
    /// - Parameters:
    ///   - request: what to decode.
    ///   - files: the bytes behind every key of the request.
    ///   - codec: what decodes.
    /// - Throws: ``ImageCodecError``.
    public init(_ request: GenerationRequest, files: [ArtifactKey: [UInt8]], codec: ImageCodec) throws {
        func bytes(_ key: ArtifactKey) -> [UInt8] {
            guard let bytes = files[key] else { preconditionFailure("the bytes of \(key) were not read") }
            return bytes
        }
        self.init(
            prompt: request.prompt,
            image: try codec.decode(bytes(request.image), covering: request.outputSize),
            elements: try request.elements.map { element in
                Element(
                    frontal: try codec.decode(bytes(element.frontal), keepingAlpha: true, covering: request.outputSize),
                    references: try element.references.map {
                        try codec.decode(bytes($0), keepingAlpha: true, covering: request.outputSize)
                    }
                )
            },
            outputSize: request.outputSize,
            seed: request.seed
        )
    }
}
