public import ArgumentParser
public import GenerationTypes
public import JobStore
public import Tensors

// What options take besides text and numbers.

extension MicroDollars: ExpressibleByArgument {
    public init?(argument: String) { self.init(dollars: argument) }
}

extension JobID: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension KeyScope: ExpressibleByArgument {}
extension JobStatus: ExpressibleByArgument {}
extension AspectRatio: ExpressibleByArgument {}
extension Resolution: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}
extension WeightPrecision: ExpressibleByArgument {}

/// A time with a unit, such as `30d`.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let duration = Duration(settingText: argument) else { return nil }
        self.duration = duration
    }
}
