import GenerationTypes
import JobStore
import Logging

/// Looks after one running job from beside its engine:
///
/// 1. takes progress and previews to the store and renews the lease;
/// 2. brings the wish to stop to the engine, whoever has it: client, operator, another worker that took over, or the
///    end of this worker.
///
/// Looking is a read, and renewing a write that waits for the disk: between reports of progress only a third of the
/// lease makes it necessary.
struct LeaseKeeper: Sendable {
    let jobs: JobLedger
    let lease: Lease
    let settings: JobRunnerSettings
    let drain: Drain
    let progress: ProgressNote
    let previews: PreviewNote
    let stop: StopSwitch
    let time: SteadyClock
    let logger: Logger

    /// Until the task is cancelled.
    func keep() async {
        var renewed = time.now
        while !Task.isCancelled, stop.reason != .leaseLost {
            try? await time.sleep(for: settings.tick)
            if drain.isOver { stop.stop(.drained) }
            do {
                let (report, preview) = (progress.take(), previews.take())
                let isDue = time.now - renewed >= settings.lease / 3
                if report != nil || preview != nil || isDue {
                    let asked = time.now
                    try await renew(report, preview)
                    renewed = asked
                } else {
                    try await look()
                }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("the lease could not be renewed", metadata: ["error": "\(error)"])
            }
            // The store counts from when it renewed, which is later than we asked: this is on the safe side.
            if time.now - renewed >= settings.lease { stop.stop(.leaseLost) }
        }
    }

    private func renew(_ report: GenerationProgress?, _ preview: JobPreview?) async throws {
        heed(try await jobs.renew(lease, for: settings.lease, progress: report, preview: preview))
    }

    private func look() async throws { heed(try await jobs.look(at: lease)) }

    private func heed(_ answer: LeaseAnswer) {
        switch answer {
        case .held(_, cancel: nil): break
        case .held(_, cancel: .some): stop.stop(.cancelled)
        case .lost: stop.stop(.leaseLost)
        }
    }
}
