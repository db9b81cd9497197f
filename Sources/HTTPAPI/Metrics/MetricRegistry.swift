public import CoreMetrics
import Synchronization

/// Keeps what the program counts and times, and writes it as Prometheus reads it. Install one with
/// `MetricsSystem.bootstrap` before anything is counted.
///
/// | kind of swift-metrics | becomes | name |
/// |---|---|---|
/// | counter | counter | `label_total` |
/// | timer | histogram in seconds | `label_seconds` |
/// | recorder, meter | gauge | `label` |
///
/// A label stands for one kind. Each combination of dimensions costs memory for good, so their values come from short
/// lists: routes, status codes, models; never from what a client sends.
public final class MetricRegistry: MetricsFactory {
    private let series = Mutex<[MetricName: any MetricSeries]>([:])

    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label + "_total", dimensions) { CounterSeries() }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label + "_seconds", dimensions) { HistogramSeries() }
    }

    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        find(label, dimensions) { GaugeSeries() }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, dimensions) { GaugeSeries() }
    }

    // A counter that is let go is counted on by whoever makes it again.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}

    private func find<Series: MetricSeries>(
        _ label: String,
        _ dimensions: [(String, String)],
        make: () -> Series
    ) -> Series {
        find(MetricName(label, dimensions), make: make)
    }

    private func find<Series: MetricSeries>(_ name: MetricName, make: () -> Series) -> Series {
        series.withLock { series in
            if let known = series[name] as? Series { return known }
            precondition(series[name] == nil, "\(name.label) is counted as two kinds")
            let new = make()
            series[name] = new
            return new
        }
    }

    /// What was counted and timed since the last call, for another process's registry: see ``add(_:)``. Gauges stay.
    public func takeChanges() -> MetricChanges {
        var changes = MetricChanges()
        for (name, series) in series.withLock({ $0 }) {
            if let counter = series as? CounterSeries {
                let count = counter.take()
                if count != 0 { changes.counts.append(.init(name: name, count: count)) }
            } else if let histogram = series as? HistogramSeries, let times = histogram.take() {
                changes.times.append(.init(name: name, state: times))
            }
        }
        return changes
    }

    /// Counts what another process has counted.
    public func add(_ changes: MetricChanges) {
        for change in changes.counts {
            find(change.name, make: { CounterSeries() }).increment(by: change.count)
        }
        for change in changes.times { find(change.name, make: { HistogramSeries() }).add(change.state) }
    }

    /// Everything that was counted so far, in Prometheus's text format 0.0.4, sorted by name.
    public func exposition() -> String {
        let all = series.withLock { $0 }.sorted { $0.key < $1.key }
        var text = MetricText()
        for (name, series) in all { series.write(name, into: &text) }
        return text.text
    }
}

/// A label with its dimensions.
struct MetricName: Hashable, Sendable, Comparable, Codable {
    let label: String
    /// `path="/v1",status="200"`: as it stands between the braces.
    let dimensions: String

    init(_ label: String, _ dimensions: [(String, String)]) {
        self.label = MetricText.name(label)
        self.dimensions = dimensions.map { "\(MetricText.name($0))=\"\(MetricText.escaped($1))\"" }
            .joined(separator: ",")
    }

    static func < (one: MetricName, other: MetricName) -> Bool {
        (one.label, one.dimensions) < (other.label, other.dimensions)
    }
}

/// The numbers behind one name.
protocol MetricSeries: AnyObject, Sendable {
    func write(_ name: MetricName, into text: inout MetricText)
}
