import NIOCore

/// What a connection is doing, and until when it may: the decisions of ``ConnectionGuard`` as a value.
///
/// ```
///  connected ──► head ──► body ──► end ──► response ──► idle ──► head …
///  headerTime    bodyTime         no limit: the handler has its own        idleTime
/// ```
///
/// Every phase has one deadline, so a client that sends a byte now and then gains nothing. That of a body comes nearer
/// when the body is slower than its lowest rate.
struct ConnectionState {
    enum Action: Equatable {
        case nothing
        case close
        /// Send no more, and read what still comes for a moment: closing at once would reset the connection, and the
        /// client could lose the answer that tells it why.
        case closeAfterLingering
    }

    static let lingerTime = TimeAmount.seconds(2)
    /// From a body's begin: nothing is said about its rate before.
    static let rateGrace = TimeAmount.seconds(10)

    let limits: ConnectionLimits
    /// When the current phase is over; nil when it may last.
    private(set) var deadline: NIODeadline?

    private var isReadingRequest = false
    private var bodyEnd = NIODeadline.distantFuture
    private var slowestBodyNow = NIODeadline.distantFuture
    private var answersOwed = 0
    private(set) var closesAfterAnswer = false
    private(set) var isLingering = false

    init(limits: ConnectionLimits) { self.limits = limits }

    mutating func connected(at now: NIODeadline) { deadline = now + TimeAmount(limits.headerTime) }

    mutating func headReceived(at now: NIODeadline) {
        isReadingRequest = true
        answersOwed += 1
        bodyEnd = now + TimeAmount(limits.bodyTime)
        slowestBodyNow = now + Self.rateGrace
        deadline = min(bodyEnd, slowestBodyNow)
    }

    /// The bytes buy their sender the time that the slowest allowed client would take for them.
    mutating func bodyReceived(byteCount: Int) {
        guard isReadingRequest, !isLingering, deadline != nil else { return }
        slowestBodyNow = slowestBodyNow + .nanoseconds(Int64(byteCount) * 1_000_000_000 / Int64(limits.bodyRate))
        deadline = min(bodyEnd, slowestBodyNow)
    }

    mutating func endReceived() {
        isReadingRequest = false
        deadline = nil
    }

    mutating func answerBegan(saysClose: Bool) {
        // The rest of a request that was answered early would be read to its end, however long: it is not worth it.
        closesAfterAnswer = saysClose || isReadingRequest
    }

    mutating func answerEnded(at now: NIODeadline) -> Action {
        answersOwed -= 1
        guard !closesAfterAnswer else {
            isLingering = true
            deadline = now + Self.lingerTime
            return .closeAfterLingering
        }
        if answersOwed == 0, !isReadingRequest { deadline = now + TimeAmount(limits.idleTime) }
        return .nothing
    }

    /// The client takes no bytes, or takes them again.
    mutating func writabilityChanged(isWritable: Bool, at now: NIODeadline) {
        guard !isLingering, answersOwed > 0, !isReadingRequest else { return }
        deadline = isWritable ? nil : now + TimeAmount(limits.stallTime)
    }

    func timerFired(at now: NIODeadline) -> Action {
        guard let deadline, deadline <= now else { return .nothing }
        return .close
    }
}
