/// How far a pull has come.
public struct DownloadProgress: Sendable, Hashable {
    /// The bytes that are here, those of earlier pulls included.
    public let completedBytes: Int64
    public let totalBytes: Int64
    /// The mean of the last seconds.
    public let bytesPerSecond: Double
    /// The path of the file that is downloaded.
    public let file: String

    /// Nil while nothing comes.
    public var secondsRemaining: Double? {
        bytesPerSecond > 0 ? Double(totalBytes - completedBytes) / bytesPerSecond : nil
    }
}

/// The mean rate of the last ten seconds.
struct TransferRate: Sendable {
    private var samples: [(time: Duration, bytes: Int64)] = []
    private static let window: Duration = .seconds(10)

    /// Notes how many bytes have come in all by a time.
    mutating func record(_ bytes: Int64, at time: Duration) {
        samples.append((time, bytes))
        // One sample from before the window is kept, to measure from.
        while samples.count > 2, time - samples[1].time >= Self.window { samples.removeFirst() }
    }

    var bytesPerSecond: Double {
        guard let first = samples.first, let last = samples.last, last.time > first.time else { return 0 }
        return Double(last.bytes - first.bytes) / ((last.time - first.time) / .seconds(1))
    }
}
