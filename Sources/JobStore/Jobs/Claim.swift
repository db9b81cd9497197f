/// Who takes jobs, and until when.
struct Claim: Sendable {
    let worker: WorkerID
    let leaseExpires: Timestamp
    /// By which the worker's claims are told from all others: when the answer was lost it finds its jobs, and when the database
    /// has forgotten that they were its own, it does not pass for the one that has them now.
    let number = Int64.random(in: 0 ... .max)

    func lease(of job: JobID, number: Int64) -> Lease {
        Lease(job: job, worker: worker, number: number, expires: leaseExpires, claim: self.number)
    }
}
