/// Mistakes that the simulation must find: each is one that this kind of program is known to make.
enum PlantedBug: String, CaseIterable, Sendable {
    /// A worker records the end, and with it the charge, before the image is stored.
    case captureBeforeDelivery
    /// A worker that was stopped for a while records its result under whatever lease the job has by then.
    case leaseWithoutFence
    /// The driver runs a transaction again when the answer to its commit was lost.
    case retryOfUnknownCommit
}
