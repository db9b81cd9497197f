import JobStore
import NIOCore

/// What was told about one job, for those who come later, lag or come back.
///
/// Its bounds are what a slow reader costs: whoever lags further behind misses steps and previews, never the end.
struct EventLog: Sendable {
    struct Entry: Sendable {
        let id: EventID
        let event: JobEvent
        /// As it is sent, made once for all readers; nil for the end, which is not the same for all.
        let text: ByteBuffer?
    }

    static let entryLimit = 256
    static let previewLimit = 8

    private(set) var entries: [Entry] = []

    var hasEnded: Bool { entries.last?.event.isEnd ?? false }

    /// False, and nothing is added, when the event is older than the newest one, or the log has ended.
    mutating func append(_ event: JobEvent, revision: Int64) -> Bool {
        let newest = entries.last?.id ?? EventID(revision: 0, number: 0)
        guard revision >= newest.revision, !hasEnded else { return false }
        let number = revision == newest.revision ? newest.number + 1 : 0
        let id = EventID(revision: revision, number: number)
        entries.append(
            Entry(
                id: id,
                event: event,
                text: event.commonData.map { EventText.text(id: id, name: event.name, data: $0) }
            )
        )
        if entries.filter(\.event.isPreview).count > Self.previewLimit,
            let oldest = entries.firstIndex(where: \.event.isPreview)
        {
            entries.remove(at: oldest)
        }
        if entries.count > Self.entryLimit { entries.removeFirst() }
        return true
    }

    /// Whatever came after; everything for readers that are new.
    func entries(after id: EventID?) -> ArraySlice<Entry> {
        guard let id else { return entries[...] }
        return entries[(entries.firstIndex { $0.id > id } ?? entries.endIndex)...]
    }
}

extension EventLog.Entry {
    /// The event as it is sent to a client that calls this server by `origin`.
    func text(origin: PublicOrigin) -> ByteBuffer {
        text ?? EventText.text(id: id, name: event.name, data: event.data(origin: origin))
    }
}
