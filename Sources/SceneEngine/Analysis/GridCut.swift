/// The cheapest cut of a pixel grid into source and sink side: maximum flow by augmenting paths on two search trees that
/// survive each augmentation (Boykov, Kolmogorov, "An Experimental Comparison of Min-Cut/Max-Flow Algorithms", 2004).
/// Each pixel is joined to its eight neighbours and to both terminals. Whole numbers, so no rounding changes the cut.
///
/// Its arrays are plain memory: the inner loops are a quarter of the analysis, and every index is a pixel of the grid or a
/// neighbour within its border.
final class GridCut {
    private static let noParent: Int8 = -1
    private static let terminal: Int8 = 8
    private static let orphan: Int8 = 9

    /// Width with a border of one pixel that nothing is joined to: no neighbour is ever outside.
    private let stride: Int
    private let width: Int
    private let height: Int
    /// Steps to the eight neighbours; the opposite of step i is 7 - i.
    private let steps: [Int]
    /// What can still flow from a pixel to each neighbour: [pixel × 8 + direction].
    private let residual: UnsafeMutablePointer<Int32>
    /// What can still flow from the source (> 0) or to the sink (< 0).
    private let terminalResidual: UnsafeMutablePointer<Int32>
    private let parent: UnsafeMutablePointer<Int8>
    private let isSourceTree: UnsafeMutablePointer<Bool>
    private let isActive: UnsafeMutablePointer<Bool>
    private let distance: UnsafeMutablePointer<Int32>
    private let stamp: UnsafeMutablePointer<Int32>
    private var time: Int32 = 0
    private var active: [Int32] = []
    private var nextActive = 0
    private var orphans: [Int32] = []

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        stride = width + 2
        steps = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1]
        let count = stride * (height + 2)
        residual = Self.filled(0, count * 8)
        terminalResidual = Self.filled(0, count)
        parent = Self.filled(Self.noParent, count)
        isSourceTree = Self.filled(false, count)
        isActive = Self.filled(false, count)
        distance = Self.filled(0, count)
        stamp = Self.filled(0, count)
    }

    deinit {
        residual.deallocate()
        terminalResidual.deallocate()
        parent.deallocate()
        isSourceTree.deallocate()
        isActive.deallocate()
        distance.deallocate()
        stamp.deallocate()
    }

    private static func filled<Element>(_ value: Element, _ count: Int) -> UnsafeMutablePointer<Element> {
        let pointer = UnsafeMutablePointer<Element>.allocate(capacity: count)
        pointer.initialize(repeating: value, count: count)
        return pointer
    }

    private func node(_ x: Int, _ y: Int) -> Int { (y + 1) * stride + x + 1 }

    /// The cost of (x, y) being on the source's side, and on the sink's.
    func setCosts(_ x: Int, _ y: Int, source: Int32, sink: Int32) {
        terminalResidual[node(x, y)] = sink - source
    }

    /// The cost of the pixel and a neighbour being on different sides. `direction`: 4 right, 5 lower left, 6 below,
    /// 7 lower right.
    func join(_ x: Int, _ y: Int, direction: Int, cost: Int32) {
        let pixel = node(x, y)
        residual[pixel * 8 + direction] = cost
        residual[(pixel + steps[direction]) * 8 + 7 - direction] = cost
    }

    /// True for pixels on the source's side of the cheapest cut.
    func solve() -> [Bool] {
        for y in 0..<height {
            for x in 0..<width where terminalResidual[node(x, y)] != 0 {
                let pixel = node(x, y)
                isSourceTree[pixel] = terminalResidual[pixel] > 0
                parent[pixel] = Self.terminal
                distance[pixel] = 1
                activate(pixel)
            }
        }
        while let pixel = takeActive() { grow(pixel) }
        return (0..<width * height).map {
            let pixel = node($0 % width, $0 / width)
            return parent[pixel] != Self.noParent && isSourceTree[pixel]
        }
    }

    private func activate(_ pixel: Int) {
        guard !isActive[pixel] else { return }
        isActive[pixel] = true
        active.append(Int32(pixel))
    }

    private func takeActive() -> Int? {
        while nextActive < active.count {
            let pixel = Int(active[nextActive])
            nextActive += 1
            isActive[pixel] = false
            if parent[pixel] != Self.noParent { return pixel }
        }
        return nil
    }

    /// Lets a pixel's tree take free neighbours; where it meets the other tree, flow is sent along the path.
    private func grow(_ pixel: Int) {
        var direction = 0
        while direction < 8 {
            let neighbor = pixel + steps[direction]
            let outward = isSourceTree[pixel] ? residual[pixel * 8 + direction] : residual[neighbor * 8 + 7 - direction]
            guard outward > 0 else {
                direction += 1
                continue
            }
            if parent[neighbor] == Self.noParent {
                isSourceTree[neighbor] = isSourceTree[pixel]
                parent[neighbor] = Int8(7 - direction)
                distance[neighbor] = distance[pixel] + 1
                stamp[neighbor] = stamp[pixel]
                activate(neighbor)
            } else if isSourceTree[neighbor] != isSourceTree[pixel] {
                let (from, to) = isSourceTree[pixel] ? (pixel, neighbor) : (neighbor, pixel)
                augment(from, to, isSourceTree[pixel] ? direction : 7 - direction)
                adoptOrphans()
                guard parent[pixel] != Self.noParent else { return }
                continue  // The same neighbour may still be reachable.
            } else if stamp[neighbor] <= stamp[pixel], distance[neighbor] > distance[pixel] + 1 {
                parent[neighbor] = Int8(7 - direction)
                distance[neighbor] = distance[pixel] + 1
                stamp[neighbor] = stamp[pixel]
            }
            direction += 1
        }
    }

    /// Sends what the path through (from → to) can carry; pixels whose link to their parent is used up are orphans.
    private func augment(_ from: Int, _ to: Int, _ direction: Int) {
        var bottleneck = residual[from * 8 + direction]
        var pixel = from
        while parent[pixel] != Self.terminal {
            let up = Int(parent[pixel])
            let above = pixel + steps[up]
            bottleneck = min(bottleneck, residual[above * 8 + 7 - up])
            pixel = above
        }
        bottleneck = min(bottleneck, terminalResidual[pixel])
        pixel = to
        while parent[pixel] != Self.terminal {
            let up = Int(parent[pixel])
            bottleneck = min(bottleneck, residual[pixel * 8 + up])
            pixel += steps[up]
        }
        bottleneck = min(bottleneck, -terminalResidual[pixel])

        residual[from * 8 + direction] -= bottleneck
        residual[to * 8 + 7 - direction] += bottleneck
        send(bottleneck, from: from, isSource: true)
        send(bottleneck, from: to, isSource: false)
        time += 1
    }

    private func send(_ amount: Int32, from start: Int, isSource: Bool) {
        var pixel = start
        while parent[pixel] != Self.terminal {
            let up = Int(parent[pixel])
            let above = pixel + steps[up]
            let (forward, back) = isSource ? (above * 8 + 7 - up, pixel * 8 + up) : (pixel * 8 + up, above * 8 + 7 - up)
            residual[forward] -= amount
            residual[back] += amount
            if residual[forward] == 0 { abandon(pixel) }
            pixel = above
        }
        terminalResidual[pixel] += isSource ? -amount : amount
        if terminalResidual[pixel] == 0 { abandon(pixel) }
    }

    private func abandon(_ pixel: Int) {
        parent[pixel] = Self.orphan
        orphans.append(Int32(pixel))
    }

    /// Finds new parents for pixels that lost theirs; those without one leave their tree, and their children are next.
    private func adoptOrphans() {
        var next = 0
        while next < orphans.count {
            let pixel = Int(orphans[next])
            next += 1
            if let direction = bestParent(of: pixel) {
                parent[pixel] = Int8(direction)
                stamp[pixel] = time
                distance[pixel] = distance[pixel + steps[direction]] + 1
            } else {
                release(pixel)
            }
        }
        orphans.removeAll(keepingCapacity: true)
    }

    /// The direction of the neighbour in the same tree that is nearest to the terminal and can still send flow.
    private func bestParent(of pixel: Int) -> Int? {
        var (best, least): (Int?, Int32) = (nil, .max)
        for direction in 0..<8 {
            let neighbor = pixel + steps[direction]
            let inward = isSourceTree[pixel] ? residual[neighbor * 8 + 7 - direction] : residual[pixel * 8 + direction]
            guard inward > 0, parent[neighbor] != Self.noParent, isSourceTree[neighbor] == isSourceTree[pixel],
                let distance = distanceToTerminal(neighbor), distance < least
            else { continue }
            (best, least) = (direction, distance)
        }
        return best
    }

    /// Follows parents to the terminal and marks the way as known at this time; nil when it ends at an orphan.
    private func distanceToTerminal(_ start: Int) -> Int32? {
        var (pixel, length): (Int, Int32) = (start, 0)
        while stamp[pixel] != time {
            let up = parent[pixel]
            guard up != Self.orphan, up != Self.noParent else { return nil }
            if up == Self.terminal {
                stamp[pixel] = time
                distance[pixel] = 1
                break
            }
            length += 1
            pixel += steps[Int(up)]
        }
        let total = length + distance[pixel]
        var (mark, remaining) = (start, total)
        while stamp[mark] != time {
            stamp[mark] = time
            distance[mark] = remaining
            remaining -= 1
            mark += steps[Int(parent[mark])]
        }
        return total
    }

    private func release(_ pixel: Int) {
        parent[pixel] = Self.noParent
        for direction in 0..<8 {
            let neighbor = pixel + steps[direction]
            guard parent[neighbor] != Self.noParent, isSourceTree[neighbor] == isSourceTree[pixel] else { continue }
            let inward = isSourceTree[pixel] ? residual[neighbor * 8 + 7 - direction] : residual[pixel * 8 + direction]
            if inward > 0 { activate(neighbor) }
            if parent[neighbor] == Int8(7 - direction) { abandon(neighbor) }
        }
    }
}
