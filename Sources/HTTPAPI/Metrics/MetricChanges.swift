/// What a process counted and timed within a while: how a worker tells its server.
public struct MetricChanges: Sendable, Codable {
    struct Count: Sendable, Codable {
        let name: MetricName
        let count: Int64
    }

    struct Times: Sendable, Codable {
        let name: MetricName
        let state: HistogramSeries.State
    }

    var counts: [Count] = []
    var times: [Times] = []

    public var isEmpty: Bool { counts.isEmpty && times.isEmpty }
}
