import Foundation
import GenerationTypes

/// A line on a terminal's standard error that says how far the engine is; nothing anywhere else.
struct ProgressBar: Sendable {
    private static let width = 24
    private static let clearLine = "\r\u{1B}[K"

    let isVisible: Bool

    func show(_ progress: GenerationProgress) {
        guard isVisible else { return }
        let done = Self.width * (progress.step - 1) / max(progress.steps, 1)
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: Self.width - done)
        write("\(Self.clearLine)\(bar) \(progress.step)/\(progress.steps) \(progress.label)")
    }

    func clear() {
        if isVisible { write(Self.clearLine) }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
