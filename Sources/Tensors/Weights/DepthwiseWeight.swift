/// A 3 × 3 kernel per channel.
public struct DepthwiseWeight: Sendable {
    public let channels: Int
    /// [9, channels]: for each place of the kernel, row by row, the factors of all channels.
    let taps: Tensor
    /// [channels]
    public let bias: Tensor?

    /// `taps` are [channels][3][3], as files have them.
    public init(channels: Int, taps: [Float], bias: Tensor?) {
        precondition(channels >= 1 && taps.count == 9 * channels, "\(taps.count) taps for \(channels) channels")
        precondition(bias.map { $0.count == channels } ?? true, "\(bias?.count ?? 0) offsets for \(channels) channels")
        self.channels = channels
        self.bias = bias
        let byPlace = (0..<9).flatMap { place in (0..<channels).map { taps[$0 * 9 + place] } }
        self.taps = Tensor([9, channels], floats: byPlace)
    }
}
