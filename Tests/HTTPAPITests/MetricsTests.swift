import CoreMetrics
import Foundation
import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct MetricsTests {
    private let registry = MetricRegistry()

    @Test func aCounterIsWrittenWithItsLabels() {
        registry.makeCounter(label: "requests", dimensions: [("path", "/v1"), ("status", "200")]).increment(by: 2)
        registry.makeCounter(label: "requests", dimensions: [("path", "/v1"), ("status", "200")]).increment(by: 1)
        registry.makeCounter(label: "requests", dimensions: [("path", "/v1"), ("status", "404")]).increment(by: 5)
        #expect(
            registry.exposition() == """
                # TYPE requests_total counter
                requests_total{path="/v1",status="200"} 3
                requests_total{path="/v1",status="404"} 5

                """
        )
    }

    @Test func aTimerCountsWhatTookNoLongerThanEachBound() {
        let timer = registry.makeTimer(label: "took", dimensions: [])
        timer.recordNanoseconds(1_000_000)
        timer.recordNanoseconds(1_000_001)
        timer.recordNanoseconds(400_000_000_000)
        let lines = registry.exposition().split(separator: "\n")
        #expect(lines.contains(#"took_seconds_bucket{le="0.0005"} 0"#))
        #expect(lines.contains(#"took_seconds_bucket{le="0.001"} 1"#))
        #expect(lines.contains(#"took_seconds_bucket{le="0.0025"} 2"#))
        #expect(lines.contains(#"took_seconds_bucket{le="300.0"} 2"#))
        #expect(lines.contains(#"took_seconds_bucket{le="+Inf"} 3"#))
        #expect(lines.contains("took_seconds_count 3"))
    }

    @Test func aGaugeIsWhatItWasSetToLast() {
        let meter = registry.makeMeter(label: "queue.depth", dimensions: [])
        meter.set(Int64(7))
        meter.set(2.5)
        #expect(registry.exposition() == "# TYPE queue_depth gauge\nqueue_depth 2.5\n")
    }

    @Test func whatWouldBreakALineIsEscaped() {
        registry.makeCounter(label: "c", dimensions: [("name", "a\"b\\c\nd")]).increment(by: 1)
        #expect(registry.exposition().contains(#"c_total{name="a\"b\\c\nd"} 1"#))
    }

    @Test func whatAnotherProcessCountedIsAddedOnce() throws {
        let worker = MetricRegistry()
        worker.makeCounter(label: "jobs", dimensions: [("model", "a\"b")]).increment(by: 2)
        worker.makeTimer(label: "took", dimensions: []).recordNanoseconds(1_000_000)
        registry.makeCounter(label: "jobs", dimensions: [("model", "a\"b")]).increment(by: 1)
        for _ in 0..<2 {
            let line = try JSONEncoder().encode(worker.takeChanges())
            registry.add(try JSONDecoder().decode(MetricChanges.self, from: line))
        }
        let lines = registry.exposition().split(separator: "\n")
        #expect(lines.contains(#"jobs_total{model="a\"b"} 3"#))
        #expect(lines.contains("took_seconds_count 1"))
        #expect(lines.contains("took_seconds_sum 0.001"))
        #expect(worker.takeChanges().isEmpty)
    }

    @Test func onlyOperatorsReadThem() async throws {
        try await TestService.run { service in
            #expect(try await service.sendAsIs(.get, "/metrics").status == 401)
            #expect(try await service.send(.get, "/metrics").status == 403)
            let scopes: Set<KeyScope> = [.operator]
            let key = try await service.store.keys.create(for: service.account, name: "op", scopes: scopes).text
            let answer = try await service.send(.get, "/metrics", headers: [.apiKey: key])
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    @Test func anOpenServerTellsEverybody() async throws {
        try await TestService.run(configure: { $0.metricsAreOpen = true }) { service in
            let answer = try await service.sendAsIs(.get, "/metrics")
            #expect(answer.status == 200)
        }
    }
}
