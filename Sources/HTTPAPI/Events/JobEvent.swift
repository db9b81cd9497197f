import GenerationTypes
import JobStore

/// One thing that the followers of a job are told.
enum JobEvent: Sendable {
    case queued(JobEstimates.Waiting)
    /// A step begins; with the time until the job's end, where it is known.
    case step(GenerationProgress, remaining: Duration?)
    case preview(JobPreview)
    /// Completed, failed or cancelled; with the balance after it.
    case ended(Job, CreditBalance)

    var isEnd: Bool { if case .ended = self { true } else { false } }
    var isPreview: Bool { if case .preview = self { true } else { false } }

    var name: String {
        switch self {
        case .queued: "queued"
        case .step: "step"
        case .preview: "preview"
        case .ended(let job, _): job.status.rawValue
        }
    }

    /// What every client is told in the same words; nil for the end, whose URLs begin with what the client calls this
    /// server.
    var commonData: JSONValue? {
        switch self {
        case .queued(let waiting):
            ["position": .integer(waiting.position), "eta_seconds": Self.seconds(waiting.remaining)]
        case .step(let progress, let remaining):
            [
                "step": .integer(progress.step), "steps": .integer(progress.steps), "label": .string(progress.label),
                "eta_seconds": Self.seconds(remaining),
            ]
        case .preview(let preview):
            [
                "step": .integer(preview.step),
                "image": .string("data:image/jpeg;base64," + Base64.text(preview.jpeg)),
            ]
        case .ended:
            nil
        }
    }

    /// What a client is told that calls this server by `origin`.
    func data(origin: PublicOrigin) -> JSONValue {
        if case .ended(let job, let balance) = self {
            return JobAnswers(job: job, origin: origin).end(balance: balance)
        }
        return commonData ?? .null
    }

    private static func seconds(_ duration: Duration?) -> JSONValue {
        duration.map { .thousandths(Int($0.milliseconds)) } ?? .null
    }
}
