/// How a model is pulled.
public struct PullOptions: Sendable {
    /// Asked before anything is downloaded but the licence itself; the model is pulled only if it answers true.
    public var acceptsLicence: @Sendable (LicenceTerms) async -> Bool
    /// How many connections carry parts of a file at the same time.
    public var connectionCount = 4
    /// How many bytes one request asks for at most.
    public var partSize = 32 << 20

    public init(acceptsLicence: @escaping @Sendable (LicenceTerms) async -> Bool) {
        self.acceptsLicence = acceptsLicence
    }
}
