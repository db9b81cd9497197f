import Foundation

// Times one kind of work on one store and prints a line of JSON.
//
//     store-benchmark accept FOLDER COUNT TASKS       submits, as many at the same time as there are tasks
//     store-benchmark report FOLDER COUNT TASKS       status polls of one job
//     store-benchmark claim FOLDER COUNT WORKERS      takes jobs that were submitted before
//     store-benchmark fill FOLDER COUNT TASKS         submits, without a figure
//     store-benchmark drain FOLDER COUNT WORKERS      takes what there is, from the moment BENCHMARK_START (seconds
//                                                     since 1970) on; COUNT does not matter
//
// YUKIMI_BENCHMARK_DATABASE names a PostgreSQL server; without it the store is the folder's SQLite file. With
// YUKIMI_BENCHMARK_CLAIMS="on disk" each claim there is on disk before the next.

let arguments = CommandLine.arguments
guard arguments.count == 5, let count = Int(arguments[3]), let tasks = Int(arguments[4]) else {
    fatalError("store-benchmark accept|report|claim|fill|drain FOLDER COUNT TASKS")
}
let benchmark = try await StoreBenchmark(folder: arguments[2], count: count, tasks: tasks)
let start = ProcessInfo.processInfo.environment["BENCHMARK_START"].flatMap(Double.init) ?? 0
try await Task.sleep(for: .seconds(max(0, start - Date().timeIntervalSince1970)))
let (done, duration) =
    switch arguments[1] {
    case "accept": try await benchmark.accept()
    case "fill": try await benchmark.fill()
    case "report": try await benchmark.report()
    case "claim": try await benchmark.claim()
    case "drain": try await benchmark.drain()
    default: fatalError("unknown work \(arguments[1])")
    }
let seconds = duration / .seconds(1)
let end = Date().timeIntervalSince1970
print(#"{"count": \#(done), "begin": \#(end - seconds), "end": \#(end), "rate": \#(Double(done) / seconds)}"#)
