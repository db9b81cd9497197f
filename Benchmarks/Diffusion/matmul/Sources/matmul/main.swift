import Glibc
import Tensors

/// Times products for `run`, which asks line by line.
///
///     > product 1536 3072 9216 int8 - 2     rows, inputs, outputs, precision, gate or -, threads
///     < 0.0123                              seconds
///     > peak int8 2                         what that many cores can do at most
///     < 893.4                               GFLOP/s
let precisions: [String: (WeightPrecision, Int32)] = [
    "float32": (.float32, 0), "bfloat16": (.bfloat16, 1), "int8": (.int8, 2),
]
let products = Products()

while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    switch words.first {
    case "product":
        let numbers = words[1...3].compactMap { Int($0) }
        guard words.count == 7, numbers.count == 3, let precision = precisions[words[4]], let threads = Int(words[6])
        else { fatalError("what? \(line)") }
        let shape = Products.Shape(
            rows: numbers[0],
            inputs: numbers[1],
            outputs: numbers[2],
            precision: precision.0,
            gate: ["geglu": Gate.geglu, "swiglu": .swiglu][words[5]]
        )
        print(try products.seconds(shape, threadCount: threads))
    case "peak":
        guard words.count == 3, let precision = precisions[words[1]], let threads = Int(words[2])
        else { fatalError("what? \(line)") }
        print(products.peak(precision.1, threadCount: threads))
    default:
        fatalError("what? \(line)")
    }
    fflush(nil)
}
