/// A model that has a short name here.
public struct KnownModel: Sendable, Hashable {
    public let name: String
    /// `owner/repository` on the hub.
    public let repository: String
    public let revision: String
    /// What it is, in a sentence.
    public let summary: String
    /// The licence where the hub names none.
    public let licence: String

    /// A further model is a further entry.
    public static let all = [
        KnownModel(
            name: "dreamlite-mobile",
            repository: "carlofkl/DreamLite-mobile",
            revision: "diffusers",
            summary: "edits and makes pictures in four steps; 0.39 B parameters, with Qwen3-VL-2B as its encoder",
            licence: "the terms on the repository's page, huggingface.co/carlofkl/DreamLite-mobile"
        )
    ]
}
