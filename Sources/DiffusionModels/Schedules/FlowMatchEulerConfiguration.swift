public import Foundation

/// The settings of a flow-matching Euler scheduler, from its `scheduler_config.json`.
public struct FlowMatchEulerConfiguration: Sendable, Equatable {
    /// How noise levels move towards more noise.
    public enum Shift: Sendable, Equatable {
        /// By the same factor for every picture.
        case constant(Double)
        /// By a factor whose logarithm grows in a line with the number of tokens: `logarithms` at `tokens`.
        case byTokens(tokens: ClosedRange<Double>, logarithms: ClosedRange<Double>)
    }

    /// The time of pure noise: a noise level of 1.
    public let trainingSteps: Double
    public let shift: Shift

    public init(trainingSteps: Double, shift: Shift) {
        self.trainingSteps = trainingSteps
        self.shift = shift
    }

    /// Reads the settings.
    /// Throws `ConfigurationError` for settings that would need another schedule.
    public init(contentsOf url: URL) throws {
        try self.init(ConfigurationFile(contentsOf: url))
    }

    /// Reads the settings from a file that is already open.
    public init(_ file: ConfigurationFile) throws {
        try file.require("_class_name", "FlowMatchEulerDiscreteScheduler", default: "FlowMatchEulerDiscreteScheduler")
        for key in ["use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "invert_sigmas"] {
            try file.require(key, false, nil, default: false)
        }
        try file.require("stochastic_sampling", false, default: false)
        try file.require("shift_terminal", nil, default: .null)
        trainingSteps = Double(try file.integer("num_train_timesteps", default: 1000))

        guard try file.flag("use_dynamic_shifting", default: false) else {
            shift = .constant(try file.number("shift", default: 1))
            return
        }
        try file.require("time_shift_type", "exponential", default: "exponential")
        let fewest = Double(try file.integer("base_image_seq_len", default: 256))
        let most = Double(try file.integer("max_image_seq_len", default: 4096))
        let least = try file.number("base_shift", default: 0.5)
        let greatest = try file.number("max_shift", default: 1.15)
        guard fewest < most else { throw file.error("max_image_seq_len", supported: "more than base_image_seq_len") }
        guard least <= greatest else { throw file.error("max_shift", supported: "at least base_shift") }
        shift = .byTokens(tokens: fewest...most, logarithms: least...greatest)
    }
}
