/// How long things are kept and how often is looked.
public struct StoreSettings: Sendable {
    /// How long `/v2/requests/{id}` answers after submission.
    public var recordRetention: Duration = .seconds(3_600)
    /// How long it answers at least after the end, for jobs that took longer than that.
    public var finishedGrace: Duration = .seconds(300)
    public var idempotencyRetention: Duration = .seconds(24 * 3_600)
    /// How long results are kept.
    public var outputRetention: Duration = .seconds(7 * 24 * 3_600)
    /// How long uploads are kept.
    public var assetRetention: Duration = .seconds(7 * 24 * 3_600)
    /// How long a fetched input is kept after its last use; inputs of live jobs are kept in any case.
    public var inputRetention: Duration = .seconds(24 * 3_600)
    /// How old a file without a record must be to be deleted.
    public var orphanAge: Duration = .seconds(3_600)
    /// How often a bucket is looked through for such files; a folder each time that expired ones are deleted.
    public var orphanSweepInterval: Duration = .seconds(3_600)
    public var attempts = AttemptPolicy()
    /// How many jobs of a model may run at the same time, on all machines together; those that are not named have no limit.
    public var runningLimits: [String: Int] = [:]
    /// Whether a job that a worker took from a PostgreSQL server is on that server's disk before the worker begins. Without it
    /// a crash of the server puts the newest claims back into the queue, and their leases are lost; with it a claim takes twice as
    /// long.
    public var claimsWaitForDisk = false
    /// How often the watcher looks while somebody waits.
    public var watcherTick: Duration = .milliseconds(20)
    /// How often expired leases and deadlines are looked for.
    public var reaperInterval: Duration = .milliseconds(500)
    /// How often expired records and files are deleted.
    public var sweepInterval: Duration = .seconds(60)

    public init() {}
}
