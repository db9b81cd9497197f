import JobStore

/// What the service told those outside, which has to be true in the end.
final class Promises {
    /// The jobs that a client was told of, by its request.
    var accepted: [String: Set<JobID>] = [:]
    /// Grants that were asked for, and whether that was answered.
    var grants: [String: Bool] = [:]
    /// How many clients and operators are not done yet.
    var busy = 0
}
