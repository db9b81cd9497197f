import Glibc
import Tensors

/// Times layers for `run`, which asks line by line.
///
///     > self-attention bfloat16 2     a layer, the type of activations, and a number of threads
///     < 0.0123                        seconds
///
/// Inputs are made when a layer is asked for the first time, and are not timed.
while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 3, let threadCount = Int(words[2]),
        let type = ["float32": ElementType.float32, "bfloat16": .bfloat16][words[1]],
        let layer = Layers.shared.layer(words[0], type)
    else { fatalError("what? \(line)") }
    let compute = Layers.shared.compute(threadCount)
    let clock = ContinuousClock()
    let begin = clock.now
    let result = layer(compute)
    let seconds = (clock.now - begin) / .seconds(1)
    precondition(result.count > 0)
    print(seconds)
    fflush(nil)
}
