import GenerationTypes

/// Runs steps one after another: reports each, stops between them when asked to, and takes their time.
struct StepClock {
    let stepCount: Int
    let monitor: GenerationMonitor
    private(set) var timings: [StepTiming] = []

    init(stepCount: Int, monitor: GenerationMonitor) {
        self.stepCount = stepCount
        self.monitor = monitor
    }

    mutating func run<Result>(_ label: String, _ body: () throws -> Result) throws -> Result {
        try monitor.checkCancellation()
        monitor.report(GenerationProgress(step: timings.count + 1, steps: stepCount, label: label))
        let clock = ContinuousClock()
        let start = clock.now
        let result = try body()
        let seconds = (clock.now - start) / .seconds(1)
        timings.append(StepTiming(label: label, seconds: seconds))
        return result
    }
}
