/// What an event is called, so that a client that reconnects can say what it saw last: `12.1` is the second event since
/// the job's record was changed for the twelfth time. Later events have greater ids, whichever server sent them.
struct EventID: Sendable, Hashable, Comparable, CustomStringConvertible {
    let revision: Int64
    let number: Int

    init(revision: Int64, number: Int) {
        self.revision = revision
        self.number = number
    }

    /// Nil unless the text is an id; whoever sends another one has seen nothing of ours.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let revision = Int64(parts[0]), let number = Int(parts[1]) else { return nil }
        self.init(revision: revision, number: number)
    }

    var description: String { "\(revision).\(number)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.revision, left.number) < (right.revision, right.number)
    }
}
