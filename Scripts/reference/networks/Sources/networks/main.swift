import Foundation

// networks NETWORK CHECKPOINT INPUTS OUTPUT PRECISION THREADS RUNS
//
// Runs a network RUNS times with the weights of the folder CHECKPOINT on the tensors of the safetensors file INPUTS,
// writes what it answers to OUTPUT as float32 without a header, and prints a JSON object with the times and the memory.

let networks: [String: (Job) throws -> Report] = [
    "autoencoder-tiny-decoder": runAutoencoderTinyDecoder,
    "autoencoder-tiny-encoder": runAutoencoderTinyEncoder,
    "dreamlite": runDreamLite,
    "qwen3vl": runQwen3VL,
]

do {
    let job = try Job(Array(CommandLine.arguments.dropFirst()))
    guard let run = networks[job.network] else {
        throw UsageError(
            "no network named \(job.network); there are: \(networks.keys.sorted().joined(separator: ", "))"
        )
    }
    let report = try run(job)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
} catch {
    FileHandle.standardError.write(Data("networks: \(error)\n".utf8))
    exit(1)
}
