import CoreMetrics
import Synchronization

/// A number that only grows.
final class CounterSeries: MetricSeries, CounterHandler {
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }

    /// What was counted since the last call.
    func take() -> Int64 { count.exchange(0, ordering: .relaxed) }

    func write(_ name: MetricName, into text: inout MetricText) {
        text.type(of: name.label, "counter")
        text.line(name.label, name.dimensions, Double(count.load(ordering: .relaxed)))
    }
}

/// A number that goes up and down.
final class GaugeSeries: MetricSeries, RecorderHandler, MeterHandler {
    private let value = Mutex<Double>(0)

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(_ name: MetricName, into text: inout MetricText) {
        text.type(of: name.label, "gauge")
        text.line(name.label, name.dimensions, value.withLock { $0 })
    }
}

/// How long something took, as counts of what took no longer than each bound.
final class HistogramSeries: MetricSeries, TimerHandler {
    /// Seconds: from an answer that was waiting in memory to the slowest model.
    static let bounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300,
    ]

    struct State: Sendable, Codable {
        /// One for each bound, and what took longer than the last.
        var counts = [Int64](repeating: 0, count: HistogramSeries.bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    /// What was timed since the last call; nil when nothing was.
    func take() -> State? {
        state.withLock { state in
            defer { state = State() }
            return state.counts.contains { $0 > 0 } ? state : nil
        }
    }

    func add(_ more: State) {
        guard more.counts.count == Self.bounds.count + 1 else { return }
        state.withLock { state in
            for index in state.counts.indices { state.counts[index] += more.counts[index] }
            state.sum += more.sum
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += seconds
        }
    }

    func write(_ name: MetricName, into text: inout MetricText) {
        let state = state.withLock { $0 }
        let prefix = name.dimensions.isEmpty ? "" : name.dimensions + ","
        text.type(of: name.label, "histogram")
        var count: Int64 = 0
        for (bound, more) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], state.counts) {
            count += more
            text.line(name.label + "_bucket", "\(prefix)le=\"\(bound)\"", Double(count))
        }
        text.line(name.label + "_sum", name.dimensions, state.sum)
        text.line(name.label + "_count", name.dimensions, Double(count))
    }
}
