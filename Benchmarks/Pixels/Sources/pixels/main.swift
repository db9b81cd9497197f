import Foundation

/// Times the engine's filters on one picture for `run`, which asks line by line.
///
///     pixels PICTURE WIDTH HEIGHT        PICTURE: width × height × 3 bytes, red green blue
///     > guided 2 /tmp/result             a filter, a number of threads, and where its result goes, or -
///     < 0.0123                           seconds
///
/// Only the filter is timed, not the writing of its result.
let arguments = CommandLine.arguments
guard arguments.count == 4, let width = Int(arguments[2]), let height = Int(arguments[3]),
    let bytes = FileManager.default.contents(atPath: arguments[1]), bytes.count == width * height * 3
else { fatalError("usage: pixels PICTURE WIDTH HEIGHT") }
let picture = Picture(width: width, height: height, bytes: [UInt8](bytes))

while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 3, let threads = Int(words[1]), let filter = filters[words[0]] else {
        fatalError("what? \(line)")
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let result = filter(picture, Parallelism(threadCount: threads))
    let seconds = (clock.now - begin) / .seconds(1)
    if words[2] != "-" { try result.data.write(to: URL(filePath: words[2])) }
    print(seconds)
    fflush(nil)
}
