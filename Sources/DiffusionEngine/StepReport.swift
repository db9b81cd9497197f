import GenerationTypes

/// Tells how far an edit is: four steps before the model's own, and one after them.
struct StepReport {
    let stepCount: Int
    let monitor: GenerationMonitor

    private var total: Int { stepCount + 5 }

    func fitting() { report(1, "fitting the picture") }
    func loading() { report(2, "loading the model") }
    func reading() { report(3, "reading the prompt and the picture") }

    /// Also tells when the last step has ended, since decoding follows.
    var observer: DreamLitePipeline.Observer {
        DreamLitePipeline.Observer(
            sourceBegins: { report(4, "encoding the picture") },
            stepBegins: { index in report(5 + index, "step \(index + 1) of \(stepCount)") },
            stepEnded: { index, preview in
                monitor.offerPreview(preview)
                if index == stepCount - 1 { report(total, "drawing the picture") }
            }
        )
    }

    private func report(_ step: Int, _ label: String) {
        monitor.report(GenerationProgress(step: step, steps: total, label: label))
    }
}
