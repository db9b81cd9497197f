import Synchronization

/// Lends a tokeniser's cache to one call at a time; a call that comes meanwhile begins with an empty one, so that no call
/// ever waits for another.
final class WordCachePool: Sendable {
    private let idle = Mutex(WordCache())

    func withCache<Result>(_ body: (inout WordCache) -> Result) -> Result {
        var cache = WordCache()
        // Swapped, since a cache that two places hold is copied when one of them writes.
        idle.withLock { swap(&$0, &cache) }
        defer { idle.withLock { swap(&$0, &cache) } }
        return body(&cache)
    }
}
