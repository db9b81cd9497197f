import Foundation

/// A mixture of normal distributions over colours (L, 2a, 2b), fitted by k-means: what a region looks like.
struct ColorMixture: Sendable {
    typealias Color = SIMD3<Float>

    private struct Component: Sendable {
        let mean: Color
        /// log(weight / √det(2π Σ))
        let logScale: Float
        /// Upper triangle of the inverse covariance: 00, 01, 02, 11, 12, 22.
        let inverse: [Float]

        @inline(__always)
        func logDensity(_ color: Color) -> Float {
            let d = color - mean
            let first = d.x * (inverse[0] * d.x + 2 * inverse[1] * d.y + 2 * inverse[2] * d.z)
            let second = d.y * (inverse[3] * d.y + 2 * inverse[4] * d.z) + inverse[5] * d.z * d.z
            return logScale - 0.5 * (first + second)
        }
    }

    private let components: [Component]
    let centers: [Color]

    /// Nil for fewer than 20 colours.
    init?(_ colors: [Color], componentCount: Int) {
        guard colors.count >= 20 else { return nil }
        let assignment = Self.cluster(colors, count: componentCount)
        var components: [Component] = []
        for index in 0..<componentCount {
            let members = colors.indices.filter { assignment[$0] == index }.map { colors[$0] }
            guard members.count >= 4 else { continue }
            components.append(Self.fit(members, total: colors.count))
        }
        guard !components.isEmpty else { return nil }
        self.components = components
        centers = components.map(\.mean)
    }

    /// -log of the density.
    func energy(_ color: Color) -> Float {
        var largest = -Float.infinity
        for component in components { largest = max(largest, component.logDensity(color)) }
        var sum: Float = 0
        for component in components { sum += exp(component.logDensity(color) - largest) }
        return -(largest + log(sum))
    }

    /// k-means; the first centres are those farthest from the ones before, so no chance is involved.
    private static func cluster(_ colors: [Color], count: Int) -> [Int] {
        var centers = [colors.reduce(Color(), +) / Float(colors.count)]
        var distances = colors.map { Self.squaredDistance($0, centers[0]) }
        while centers.count < count {
            guard let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }) else { break }
            centers.append(colors[farthest])
            for i in colors.indices {
                distances[i] = min(distances[i], Self.squaredDistance(colors[i], colors[farthest]))
            }
        }
        var assignment = [Int](repeating: 0, count: colors.count)
        for _ in 0..<8 {
            var sums = [Color](repeating: Color(), count: centers.count)
            var counts = [Float](repeating: 0, count: centers.count)
            for (i, color) in colors.enumerated() {
                var (nearest, least) = (0, Float.infinity)
                for (index, center) in centers.enumerated() {
                    let distance = Self.squaredDistance(color, center)
                    if distance < least { (nearest, least) = (index, distance) }
                }
                assignment[i] = nearest
                sums[nearest] += color
                counts[nearest] += 1
            }
            for i in centers.indices where counts[i] > 0 { centers[i] = sums[i] / counts[i] }
        }
        return assignment
    }

    private static func fit(_ members: [Color], total: Int) -> Component {
        let mean = members.reduce(Color(), +) / Float(members.count)
        var c = [Float](repeating: 0, count: 6)
        for color in members {
            let d = color - mean
            c[0] += d.x * d.x
            c[1] += d.x * d.y
            c[2] += d.x * d.z
            c[3] += d.y * d.y
            c[4] += d.y * d.z
            c[5] += d.z * d.z
        }
        c = c.map { $0 / Float(members.count) }
        // A flat colour would make the density infinite: no deviation below 0.006, two steps of 8 bits.
        for i in [0, 3, 5] { c[i] += 4e-5 }
        let cofactors = [
            c[3] * c[5] - c[4] * c[4], c[4] * c[2] - c[1] * c[5], c[1] * c[4] - c[3] * c[2],
            c[0] * c[5] - c[2] * c[2], c[2] * c[1] - c[0] * c[4], c[0] * c[3] - c[1] * c[1],
        ]
        let determinant = max(1e-16, c[0] * cofactors[0] + c[1] * cofactors[1] + c[2] * cofactors[2])
        let weight = Float(members.count) / Float(total)
        return Component(
            mean: mean,
            logScale: log(weight) - 0.5 * log(determinant) - 1.5 * log(2 * Float.pi),
            inverse: cofactors.map { $0 / determinant }
        )
    }

    private static func squaredDistance(_ left: Color, _ right: Color) -> Float {
        let d = left - right
        return (d * d).sum()
    }
}
