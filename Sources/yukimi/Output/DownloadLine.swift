import Foundation
import ModelLibrary

/// A line on a terminal's standard error that says how far a download is; nothing anywhere else.
struct DownloadLine: Sendable {
    private static let clearLine = "\r\u{1B}[K"

    let isVisible: Bool

    func show(_ progress: DownloadProgress) {
        guard isVisible else { return }
        let share = progress.totalBytes > 0 ? 100 * progress.completedBytes / progress.totalBytes : 0
        var text = "\(share) % of \(bytesText(progress.totalBytes)), \(bytesText(Int64(progress.bytesPerSecond)))/s"
        if let seconds = progress.secondsRemaining { text += ", \(Int(seconds.rounded(.up))) s left" }
        write(Self.clearLine + text)
    }

    func clear() {
        if isVisible { write(Self.clearLine) }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
