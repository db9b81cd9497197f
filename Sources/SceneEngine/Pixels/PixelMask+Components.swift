/// A connected piece of a mask.
struct MaskComponent: Sendable {
    /// Its number in ``MaskComponents/labels``.
    let label: Int32
    private(set) var area = 0
    private(set) var minX = Int.max
    private(set) var maxX = 0
    private(set) var minY = Int.max
    private(set) var maxY = 0
    private var sumX = 0
    private var sumY = 0

    fileprivate init(label: Int32) { self.label = label }

    var width: Int { maxX - minX + 1 }
    var height: Int { maxY - minY + 1 }
    var centerX: Float { Float(sumX) / Float(max(1, area)) }
    var centerY: Float { Float(sumY) / Float(max(1, area)) }

    fileprivate mutating func add(_ x: Int, _ y: Int) {
        area += 1
        minX = min(minX, x)
        maxX = max(maxX, x)
        minY = min(minY, y)
        maxY = max(maxY, y)
        sumX += x
        sumY += y
    }
}

/// The connected pieces of a mask, in the order of their first pixels.
struct MaskComponents: Sendable {
    let width: Int
    let height: Int
    /// For each pixel the number of its component, -1 where the mask is not set.
    let labels: [Int32]
    let list: [MaskComponent]

    func mask(of component: MaskComponent) -> PixelMask { mask { $0.label == component.label } }

    /// The pixels of all components that pass.
    func mask(where isKept: (MaskComponent) -> Bool) -> PixelMask {
        let kept = list.map(isKept)
        return PixelMask(width: width, height: height, pixels: labels.map { $0 >= 0 && kept[Int($0)] })
    }
}

extension PixelMask {
    /// Pixels hang together across sides, and across corners too if `diagonally`.
    func components(diagonally: Bool = true) -> MaskComponents {
        var labels = [Int32](repeating: -1, count: pixels.count)
        var list: [MaskComponent] = []
        var stack: [Int] = []
        for start in pixels.indices where pixels[start] && labels[start] < 0 {
            var component = MaskComponent(label: Int32(list.count))
            labels[start] = component.label
            stack.append(start)
            while let index = stack.popLast() {
                let (x, y) = (index % width, index / width)
                component.add(x, y)
                for dy in max(-1, -y)...min(1, height - 1 - y) {
                    for dx in max(-1, -x)...min(1, width - 1 - x) where diagonally || dx == 0 || dy == 0 {
                        let neighbor = index + dy * width + dx
                        guard pixels[neighbor], labels[neighbor] < 0 else { continue }
                        labels[neighbor] = component.label
                        stack.append(neighbor)
                    }
                }
            }
            list.append(component)
        }
        return MaskComponents(width: width, height: height, labels: labels, list: list)
    }

    /// What hangs together with the top row, across sides.
    func reachingTop() -> PixelMask { components(diagonally: false).mask { $0.minY == 0 } }
}
