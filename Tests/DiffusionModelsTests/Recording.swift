import Foundation
import Tensors
import Testing

@testable import DiffusionModels

/// The folder of a recorded network: its checkpoint, and what the reference computed with it.
struct Fixture {
    let folder: URL

    init(_ name: String) {
        folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").appending(path: name)
    }

    var path: String { folder.path }

    func file(_ name: String) -> URL { folder.appending(path: name) }

    func json<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: file(name)))
    }

    func recording() throws -> Recording { try Recording(self) }
}

/// Inputs and outputs of a network's blocks, as the reference computed them in 32 bits.
///
/// `recorded.safetensors` has every tensor once; `aliases.json` says which others are equal to them.
struct Recording {
    private let tensors: Checkpoint
    private let values: Weights
    private let aliases: [String: String]

    init(_ fixture: Fixture) throws {
        tensors = try Checkpoint(fixture.file("recorded.safetensors").path)
        values = WeightReader(tensors, precision: .float32, compute: Compute(threadCount: 1)).root
        let aliases = fixture.file("aliases.json")
        self.aliases = FileManager.default.fileExists(atPath: aliases.path) ? try fixture.json("aliases.json") : [:]
    }

    /// All names that end in `suffix`, without it.
    func names(endingIn suffix: String) -> [String] {
        (Array(tensors.names) + aliases.keys).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
            .sorted()
    }

    func tensor(_ name: String, as elementType: ElementType = .float32) throws -> Tensor {
        let stored = try #require(tensors.tensor(aliases[name] ?? name), "nothing recorded as \(name)")
        let floats = try values.floats(stored.name, stored.shape)
        return elementType == .float32 ? floats : Tensor(floats.shape, floats: floats.floats(), as: elementType)
    }
}

/// The greatest difference between two tensors, as a part of the greatest value of the expected one.
func relativeDifference(_ actual: Tensor, _ expected: Tensor) -> Float {
    guard actual.shape == expected.shape else { return .infinity }
    let (actual, expected) = (actual.floats(), expected.floats())
    let difference = zip(actual, expected).map { abs($0 - $1) }
    guard difference.allSatisfy(\.isFinite) else { return .infinity }
    return (difference.max() ?? 0) / max(expected.map(abs).max() ?? 0, .leastNormalMagnitude)
}

/// The root of the mean square of the difference, as a part of that of the expected tensor.
func relativeError(_ actual: Tensor, _ expected: Tensor) -> Float {
    guard actual.shape == expected.shape else { return .infinity }
    let (actual, expected) = (actual.floats(), expected.floats())
    let error = zip(actual, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (error / expected.reduce(0) { $0 + $1 * $1 }).squareRoot()
}
