import CPixelKernels

/// Neighbouring windows belong to one room, which is lit or not: irregular cells over the picture. A window lies in one
/// room as a whole, with all its panes.
struct WindowRooms: Sendable {
    /// 0…1, the same number for all of a room.
    let identity: Plane

    /// `windows` are the openings, 0…1, at half size.
    init(windows: Plane, state: RenderState) {
        // Far windows stand as close as the panes of a near one: over wide gaps only what stays small is one window.
        identity = Self.cells(state)
            .joined(over: windows, reach: max(1, Int(2 * state.scale)), within: windows.width)
            .joined(over: windows, reach: max(4, Int(5 * state.scale)), within: windows.width / 10)
    }

    func map(_ transform: (Float) -> Float) -> Plane { identity.map(transform) }

    private static func cells(_ state: RenderState) -> Plane {
        let (width, scale, stream) = (state.width, state.scale, state.stream(81).bits)
        var edges = Plane(width: width, height: state.height)
        var identity = edges
        edges.pixels.withUnsafeMutableBufferPointer { edges in
            identity.pixels.withUnsafeMutableBufferPointer { identity in
                guard let edges = edges.baseAddress, let identity = identity.baseAddress else { return }
                state.parallelism.forEachBand(of: state.height) { rows in
                    let u = (0..<width).map { Float($0) / (34 * scale) }
                    for y in rows {
                        let v = [Float](repeating: Float(y) / (46 * scale), count: width)
                        pk_cells(u, v, stream, edges + y * width, identity + y * width, width)
                    }
                }
            }
        }
        return identity
    }
}

extension Plane {
    /// These numbers, with that of its middle for each connected group of `windows` (half the size of this plane) and
    /// for what lies within `reach` of it; groups wider or taller than `limit` keep their numbers.
    fileprivate func joined(over windows: Plane, reach: Int, within limit: Int) -> Plane {
        var result = self
        var isTaken = [Bool](repeating: false, count: windows.pixels.count)
        for start in windows.pixels.indices where windows.pixels[start] > 0.3 && !isTaken[start] {
            isTaken[start] = true
            var members = [start]
            var cursor = 0
            var (left, right, top, bottom) = (windows.width, 0, windows.height, 0)
            while cursor < members.count {
                let (x, y) = (members[cursor] % windows.width, members[cursor] / windows.width)
                cursor += 1
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
                for ny in max(0, y - reach)...min(windows.height - 1, y + reach) {
                    for nx in max(0, x - reach)...min(windows.width - 1, x + reach) {
                        let neighbour = ny * windows.width + nx
                        guard windows.pixels[neighbour] > 0.3, !isTaken[neighbour] else { continue }
                        isTaken[neighbour] = true
                        members.append(neighbour)
                    }
                }
            }
            guard max(right - left, bottom - top) < limit else { continue }
            let middle = self[min(width - 1, left + right), min(height - 1, top + bottom)]
            for member in members {
                let (x, y) = (2 * (member % windows.width), 2 * (member / windows.width))
                for ny in max(0, y - reach)...min(height - 1, y + reach + 1) {
                    for nx in max(0, x - reach)...min(width - 1, x + reach + 1) { result[nx, ny] = middle }
                }
            }
        }
        return result
    }
}
