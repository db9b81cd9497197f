import Foundation

/// A line on a terminal's standard error that says how much is packed; nothing anywhere else.
struct PackingLine: Sendable {
    private static let clearLine = "\r\u{1B}[K"

    let isVisible: Bool

    func show(_ byteCount: Int) { write("\(Self.clearLine)packing weights: \(bytesText(Int64(max(0, byteCount))))") }

    func clear() { write(Self.clearLine) }

    private func write(_ text: String) {
        if isVisible { FileHandle.standardError.write(Data(text.utf8)) }
    }
}
