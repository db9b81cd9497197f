/// Growing and shrinking with rectangular windows; outside of the image nothing is set when growing, all when shrinking.
extension PixelMask {
    /// Set where any pixel within ±x columns and ±y rows is.
    func dilated(_ x: Int, _ y: Int) -> PixelMask { spread(true, x, y) }
    func dilated(_ radius: Int) -> PixelMask { spread(true, radius, radius) }

    /// Set where all pixels within ±x columns and ±y rows are.
    func eroded(_ x: Int, _ y: Int) -> PixelMask { spread(false, x, y) }
    func eroded(_ radius: Int) -> PixelMask { spread(false, radius, radius) }

    /// Fills gaps up to the window's size.
    func closed(_ radius: Int) -> PixelMask { dilated(radius).eroded(radius) }

    /// Removes what is narrower than the window.
    func opened(_ x: Int, _ y: Int) -> PixelMask { eroded(x, y).dilated(x, y) }

    private func spread(_ value: Bool, _ x: Int, _ y: Int) -> PixelMask {
        var across = self
        for row in 0..<height {
            spreadLine(value, from: pixels, to: &across.pixels, start: row * width, step: 1, count: width, reach: x)
        }
        var result = across
        for column in 0..<width {
            spreadLine(
                value,
                from: across.pixels,
                to: &result.pixels,
                start: column,
                step: width,
                count: height,
                reach: y
            )
        }
        return result
    }

    private func spreadLine(
        _ value: Bool,
        from input: [Bool],
        to output: inout [Bool],
        start: Int,
        step: Int,
        count: Int,
        reach: Int
    ) {
        var written = 0
        for i in 0..<count where input[start + i * step] == value {
            for j in max(written, i - reach)..<max(written, min(count, i + reach + 1)) {
                output[start + j * step] = value
            }
            written = max(written, min(count, i + reach + 1))
        }
    }
}
