extension Plane {
    /// Snow on an element, this plane being its coverage: it lies where a column of it begins, thicker on level edges
    /// than on steep ones. Its surface is not read for more ledges: fur and cloth would look like rock.
    ///
    /// - Parameters:
    ///   - amount: 0…1.
    ///   - ragged: noise around 0.5 for the lower edge.
    ///   - protected: where no snow lies.
    /// - Returns: Share of each pixel under snow.
    func snowCaps(amount: Float, ragged: Plane, sparing protected: Plane) -> Plane {
        let box = bounds(above: 0.5)
        let thickness = Float(box.height) * (0.03 + 0.07 * amount)
        let tops = (0..<width).map { x in (box.minY..<box.maxY).first { self[x, $0] > 0.5 } ?? box.maxY }
        let reach = Swift.max(2, box.width / 40)
        var caps = Plane(width: width, height: height)
        for x in box.minX..<box.maxX {
            let (left, right) = (tops[Swift.max(box.minX, x - reach)], tops[Swift.min(box.maxX - 1, x + reach)])
            let rise = Float(abs(left - right)) / Float(2 * reach)
            let hold = 1 - ramp(0.8, 2.5, rise)
            var below: Float = 0
            for y in box.minY..<box.maxY {
                // A column may leave the element and meet it again: a shoulder below a hat.
                below = self[x, y] > 0.5 ? below + 1 : 0
                let limit = thickness * hold * (0.35 + 1.3 * ragged[x, y])
                guard below > 0 || self[x, y] > 0.05, limit > 0.5 else { continue }
                caps[x, y] = self[x, y] * (1 - ramp(0.6 * limit, limit, below)) * (1 - protected[x, y])
            }
        }
        return caps
    }
}
