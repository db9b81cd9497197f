/// Which jobs of a worker have to stop when its memory is over the limit, as a value without threads or a clock:
///
/// | what is seen | what happens |
/// |---|---|
/// | one job runs, and memory is over the limit | that job is too large: it fails |
/// | several run | the one that came first stays, the others go back to the queue; whose fault it was shows when each is alone |
/// | memory is over ``brink``, because engines do not heed that at once | the same, and the process ends |
/// | no job runs | what is left is nobody's: the process ends |
///
/// After that jobs run one at a time, until one of them has fitted.
struct MemoryPressure: Sendable {
    typealias Place = Int

    enum Verdict: Sendable, Hashable {
        case tooLarge, crowdedOut
    }

    struct Advice: Sendable, Hashable {
        /// Jobs that have to stop.
        var stops: [Place: Verdict] = [:]
        /// Whether memory is too short to wait until they do.
        var endsProcess = false
    }

    let limit: Int
    /// Whether jobs run one at a time.
    private(set) var isCareful: Bool
    private var nextPlace: Place = 0
    /// Taken places in the order in which they were; of those with a job, what was said about it.
    private var claims: Set<Place> = []
    private var running: [(place: Place, verdict: Verdict?)] = []

    init(limit: Int, isCareful: Bool = false) {
        (self.limit, self.isCareful) = (limit, isCareful)
    }

    /// Engines look now and then whether they have to stop; what they take until then must be little beside the limit.
    var brink: Int { limit + limit / 4 }

    var hasJobs: Bool { !running.isEmpty }

    /// A place for a job; nil while the jobs that run have to be alone.
    mutating func takePlace() -> Place? {
        guard !isCareful || (running.isEmpty && claims.isEmpty) else { return nil }
        nextPlace += 1
        claims.insert(nextPlace)
        return nextPlace
    }

    /// There was a job for the place.
    mutating func jobBegan(_ place: Place) {
        claims.remove(place)
        running.append((place, nil))
    }

    /// The place is free. True when those that got none should ask again.
    mutating func leave(_ place: Place) -> Bool {
        claims.remove(place)
        guard let index = running.firstIndex(where: { $0.place == place }) else { return false }
        let wasCareful = isCareful
        if running.remove(at: index).verdict == nil, running.isEmpty { isCareful = false }
        return wasCareful
    }

    /// The process holds so much memory.
    mutating func measured(_ bytes: Int) -> Advice {
        guard bytes > limit else { return Advice() }
        guard hasJobs else { return Advice(endsProcess: claims.isEmpty) }
        var advice = Advice()
        if running.count > 1 { isCareful = true }
        if bytes > brink {
            for (place, verdict) in running {
                advice.stops[place] = verdict ?? (running.count > 1 ? .crowdedOut : .tooLarge)
            }
            advice.endsProcess = true
            return advice
        }
        for index in running.indices where running[index].verdict == nil {
            // The first stays while others are there, even when they have been told to stop but have not yet.
            if index == 0, running.count > 1 { continue }
            let verdict: Verdict = running.count > 1 ? .crowdedOut : .tooLarge
            running[index].verdict = verdict
            advice.stops[running[index].place] = verdict
        }
        return advice
    }
}
