extension PixelMask {
    /// The first row that has a tenth of the widest row's pixels: where a surface begins, less what sticks out of it.
    var farShore: Int {
        let counts = (0..<height).map { y in (0..<width).filter { self[$0, y] }.count }
        let widest = counts.max() ?? 0
        return counts.firstIndex { 10 * $0 > widest } ?? 0
    }
}
