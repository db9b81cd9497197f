import Foundation
import Tensors

/// What the command line asks for.
struct Job {
    let network: String
    let checkpoint: URL
    let inputs: Inputs
    let output: URL
    let precision: WeightPrecision
    let threadCount: Int
    let runCount: Int

    init(_ arguments: [String]) throws {
        guard arguments.count == 7 else {
            throw UsageError("usage: networks NETWORK CHECKPOINT INPUTS OUTPUT PRECISION THREADS RUNS")
        }
        network = arguments[0]
        checkpoint = URL(filePath: arguments[1])
        inputs = try Inputs(arguments[2])
        output = URL(filePath: arguments[3])
        guard let precision = WeightPrecision(rawValue: arguments[4]) else {
            throw UsageError("no precision \(arguments[4]); there are: \(WeightPrecision.allCases.map(\.rawValue))")
        }
        self.precision = precision
        guard let threads = Int(arguments[5]), let runs = Int(arguments[6]), threads > 0, runs > 0 else {
            throw UsageError("THREADS and RUNS are positive numbers")
        }
        threadCount = threads
        runCount = runs
    }

    /// Activations are as precise as the weights allow.
    var activations: ElementType { precision == .float32 ? .float32 : .bfloat16 }
}

struct UsageError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The tensors of a safetensors file, by their names.
struct Inputs {
    private let checkpoint: Checkpoint
    private let weights: Weights

    init(_ path: String) throws {
        checkpoint = try Checkpoint(path)
        weights = WeightReader(checkpoint, precision: .float32, compute: Compute(threadCount: 1)).root
    }

    func tensor(_ name: String) throws -> Tensor {
        guard let stored = checkpoint.tensor(name) else { throw UsageError("no input named \(name)") }
        return try weights.floats(name, stored.shape)
    }

    /// Whole numbers, which inputs hold as floats.
    func integers(_ name: String) throws -> [Int] { try tensor(name).floats().map { Int($0) } }
}
