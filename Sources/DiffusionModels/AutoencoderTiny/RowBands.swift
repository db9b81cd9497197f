/// Cuts a large picture into bands of rows, so that only one of them at a time needs memory for its channels.
///
/// A band is computed together with as many rows above and below it as its pixels depend on: its pixels are the very
/// same as those of the whole picture. Every convolution spoils one more row at a cut, never at the picture's edge.
struct RowBands {
    /// The rows of a picture of `height` rows and `width` columns, in bands of about as many pixels, each beginning at
    /// an even row.
    static func ranges(height: Int, width: Int) -> [Range<Int>] {
        // At 64 channels of 16 bits, 32 MB.
        let pixels = 1 << 18
        let rows = max(64, pixels / width / 2 * 2)
        return stride(from: 0, to: height, by: rows).map { $0..<min($0 + rows, height) }
    }
}
