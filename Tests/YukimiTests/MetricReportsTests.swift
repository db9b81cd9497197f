import CoreMetrics
import Foundation
import HTTPAPI
import Testing

@testable import yukimi

struct MetricReportsTests {
    @Test(arguments: [1, 3, 7, 1_000])
    func reportsAreReadHoweverTheyAreCut(_ length: Int) throws {
        let worker = MetricRegistry()
        var bytes: [UInt8] = []
        for _ in 0..<3 {
            worker.makeCounter(label: "jobs", dimensions: []).increment(by: 1)
            bytes += try JSONEncoder().encode(worker.takeChanges()) + Data("\nno report\n".utf8)
        }
        let server = MetricRegistry()
        var reports = MetricReports()
        for start in stride(from: 0, to: bytes.count, by: length) {
            let piece = bytes[start..<min(start + length, bytes.count)]
            for changes in piece.withUnsafeBytes({ reports.read($0) }) { server.add(changes) }
        }
        #expect(server.exposition() == "# TYPE jobs_total counter\njobs_total 3\n")
    }
}
