/// A character or object to include: one frontal view and up to three more of the same thing.
public struct Element: Sendable, Codable, Hashable {
    public static let referenceLimit = 3

    public let frontal: ArtifactKey
    public let references: [ArtifactKey]

    public init(frontal: ArtifactKey, references: [ArtifactKey] = []) {
        precondition(
            references.count <= Self.referenceLimit,
            "an element has at most \(Self.referenceLimit) references, got \(references.count)"
        )
        self.frontal = frontal
        self.references = references
    }
}

/// A validated request for one image. Its input images are already in the artifact store.
public struct GenerationRequest: Sendable, Codable, Hashable {
    public let prompt: Prompt
    public let image: ArtifactKey
    public let elements: [Element]
    public let aspectRatio: AspectRatio
    public let resolution: Resolution
    public let outputFormat: OutputFormat
    /// The start of every random stream: the same request with the same seed gives the same pixels.
    public let seed: UInt32

    public init(
        prompt: Prompt,
        image: ArtifactKey,
        elements: [Element] = [],
        aspectRatio: AspectRatio = .landscape16x9,
        resolution: Resolution = .standard,
        outputFormat: OutputFormat = .png,
        seed: UInt32
    ) {
        self.prompt = prompt
        self.image = image
        self.elements = elements
        self.aspectRatio = aspectRatio
        self.resolution = resolution
        self.outputFormat = outputFormat
        self.seed = seed
    }

    /// The exact size of the image that answers this request.
    public var outputSize: PixelSize { PixelSize(aspectRatio, resolution) }
}
