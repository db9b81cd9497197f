import Foundation
import HTTPAPI
import ServiceLifecycle

/// In a worker that a server started: tells it once a second, in a line on the standard output, what was counted.
struct MetricReporter: Service {
    static let interval = Duration.seconds(1)

    let registry: MetricRegistry

    func run() async {
        // A server that does not read must not hold up a worker: a full pipe refuses, and the next report says more.
        _ = fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK)
        var unsent: [UInt8] = []
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
            send(&unsent)
        }
        send(&unsent)
    }

    private func send(_ unsent: inout [UInt8]) {
        if unsent.isEmpty {
            let changes = registry.takeChanges()
            guard !changes.isEmpty, let line = try? JSONEncoder().encode(changes) else { return }
            unsent = [UInt8](line) + [UInt8(ascii: "\n")]
        }
        let count = unsent.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if count > 0 { unsent.removeFirst(count) }
    }
}

/// Reads, in a server, the lines that a worker reports in, however they are cut into pieces.
struct MetricReports: Sendable {
    /// Longer lines are no reports.
    private static let limit = 4 << 20

    private var begun: [UInt8] = []

    /// The reports that end in these bytes. What is none is passed over.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> [MetricChanges] {
        var reports: [MetricChanges] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            begun.append(contentsOf: line)
            guard index < lines.count - 1 else { break }
            if let report = try? JSONDecoder().decode(MetricChanges.self, from: Data(begun)) { reports.append(report) }
            begun.removeAll()
        }
        if begun.count > Self.limit { begun.removeAll() }
        return reports
    }
}
