import ImageFetcher
import Metrics

/// Counts fetches by outcome, `fetched` or the failure's code, and their bytes.
struct FetchMetrics: Sendable {
    private let fetched = Counter(label: "yukimi_fetches", dimensions: [("outcome", "fetched")])
    private let bytes = Counter(label: "yukimi_fetched_bytes")
    private let duration = Timer(label: "yukimi_fetch_duration")

    func counting(_ fetch: () async throws -> FetchedImage) async throws -> FetchedImage {
        let begin = ContinuousClock.now
        do {
            let image = try await fetch()
            fetched.increment()
            bytes.increment(by: image.bytes.count)
            duration.record(duration: .now - begin)
            return image
        } catch {
            let outcome = (error as? ImageFetchError)?.code.rawValue ?? "cancelled"
            Counter(label: "yukimi_fetches", dimensions: [("outcome", outcome)]).increment()
            duration.record(duration: .now - begin)
            throw error
        }
    }
}
