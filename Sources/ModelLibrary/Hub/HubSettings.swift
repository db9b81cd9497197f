/// Which hub is asked, and how patiently.
public struct HubSettings: Sendable {
    /// Without a slash at its end.
    public var endpoint: String
    /// Sent to the endpoint alone, never to where it redirects.
    public var token: String?
    public var connectTime: Duration = .seconds(15)
    /// The longest pause within an answer.
    public var idleTime: Duration = .seconds(60)
    /// How often a request is tried until it brings something.
    public var tries = 5
    /// The pause before the second try; each further one is twice as long, up to a minute.
    public var firstPause: Duration = .seconds(1)

    public init(endpoint: String = "https://huggingface.co", token: String? = nil) {
        self.endpoint = String(endpoint.reversed().drop { $0 == "/" }.reversed())
        self.token = token
    }

    /// `HF_ENDPOINT` and `HF_TOKEN`; empty values count as none.
    public init(environment: [String: String]) {
        let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        self.init(endpoint: value("HF_ENDPOINT") ?? "https://huggingface.co", token: value("HF_TOKEN"))
    }
}
