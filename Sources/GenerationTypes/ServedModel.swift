/// A model that clients can name in the URL: configuration, not code.
public struct ServedModel: Sendable, Hashable {
    /// What stands in `POST /v1/{slug}`.
    public let slug: String
    /// The ``ImageGenerator/name`` of the engine that answers.
    public let engine: String
    /// What one delivered image costs.
    public let price: MicroDollars

    public init(slug: String, engine: String, price: MicroDollars) {
        precondition(price >= .zero, "\(slug): a price cannot be negative, got \(price)")
        self.slug = slug
        self.engine = engine
        self.price = price
    }
}
