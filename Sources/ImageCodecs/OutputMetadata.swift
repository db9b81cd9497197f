/// What a result says about its making, for people and for software that labels synthetic pictures.
public struct OutputMetadata: Sendable, Hashable {
    /// How a picture came to be, in the words of IPTC's NewsCodes (http://cv.iptc.org/newscodes/digitalsourcetype/).
    public enum DigitalSource: String, Sendable, CaseIterable {
        /// A photograph with elements that a program made without training on data.
        case compositeSynthetic
        /// A photograph changed by a trained model.
        case compositeWithTrainedAlgorithmicMedia
        /// A photograph whose brightness, colours or sharpness were corrected, with nothing added.
        case algorithmicallyEnhanced

        var uri: String { "http://cv.iptc.org/newscodes/digitalsourcetype/\(rawValue)" }
    }

    /// Name and version of the program: `Yukimi 1.0`.
    public let software: String
    public let engine: String
    public let seed: UInt32
    public let prompt: String
    public let digitalSource: DigitalSource

    public init(software: String, engine: String, seed: UInt32, prompt: String, digitalSource: DigitalSource) {
        self.software = software
        self.engine = engine
        self.seed = seed
        self.prompt = prompt
        self.digitalSource = digitalSource
    }
}
