import Foundation

/// The shadow that an element throws: dark where it touches the ground, and a faint long one away from the light.
struct ElementShadow: Sendable {
    /// How much light is missing, 0…1, within `box`.
    let darkness: Plane
    let box: PixelBox

    /// - Parameters:
    ///   - alpha: the element at its final size.
    ///   - origin: the box of `alpha` in the picture, which it may leave.
    ///   - support: what it stands on; in the air nothing is shadowed.
    ///   - lightX: where the light comes from, as a share of the picture's width.
    ///   - pictureWidth: in pixels.
    ///   - pictureHeight: in pixels.
    ///   - parallelism: how many threads share the work.
    init(
        of alpha: Plane,
        at origin: PixelBox,
        support: ElementSpot.Support,
        lightX: Float,
        pictureWidth: Int,
        pictureHeight: Int,
        parallelism: Parallelism
    ) {
        let (width, height) = (alpha.width, alpha.height)
        let margin = max(6, height / 2)
        let box = PixelBox(
            minX: origin.minX - margin,
            minY: origin.minY + height / 2,
            maxX: origin.maxX + margin,
            maxY: origin.maxY + max(4, height / 4)
        ).clipped(width: pictureWidth, height: pictureHeight)
        self.box = box
        guard box.width > 0, box.height > 0, support == .ground || support == .structure || support == .water else {
            darkness = Plane(width: max(1, box.width), height: max(1, box.height))
            return
        }
        let feet = Self.feet(of: alpha)
        // Light from behind the scene throws shadows toward the viewer; they lean away from its side.
        let lean = min(max(1.6 * (0.5 - lightX), -0.6), 0.6)
        let (reach, thickness) = (Float(height) * 0.22, max(2, Float(height) * 0.035))
        var contact = Plane(width: box.width, height: box.height)
        var cast = contact
        for y in 0..<box.height {
            for x in 0..<box.width {
                let column = x + box.minX - origin.minX
                let row = Float(y + box.minY - origin.minY)
                if (0..<width).contains(column), let foot = feet[column] {
                    let distance = (row - foot.row) / thickness
                    contact[x, y] = distance > -2 && distance < 0.6 ? foot.closeness : 0
                }
                let below = (row - Float(height - 1)) / reach
                guard below >= -0.15, below < 1 else { continue }
                let source = Int(Float(column) - below * lean * Float(height))
                let above = Float(height - 1) * (1 - max(below, 0))
                if (0..<width).contains(source) { cast[x, y] = alpha[source, Int(above)] * (1 - max(below, 0)) }
            }
        }
        let scale = Float(height)
        let soft = contact.gaussianBlurred(sigma: max(1, 0.02 * scale), parallelism: parallelism)
        let wide = contact.gaussianBlurred(sigma: max(2, 0.07 * scale), parallelism: parallelism)
        let long = cast.gaussianBlurred(sigma: max(1.5, 0.03 * scale), parallelism: parallelism)
        let strength: Float = support == .water ? 0.55 : 1
        var darkness = Plane(width: box.width, height: box.height)
        for i in darkness.pixels.indices {
            let touching = min(1, 0.55 * soft.pixels[i] + 0.8 * wide.pixels[i])
            darkness.pixels[i] = strength * (1 - (1 - 0.78 * touching) * (1 - 0.38 * long.pixels[i]))
        }
        self.darkness = darkness
    }

    /// For each column that ends in the lower half of the element, the row of the ground below it and how close that is to
    /// it, 0…1: a round thing touches the ground in one place, but keeps the light from the ground around that.
    private static func feet(of alpha: Plane) -> [(row: Float, closeness: Float)?] {
        let lowest = Float(alpha.height - 1)
        return (0..<alpha.width).map { x -> (row: Float, closeness: Float)? in
            guard let foot = (0..<alpha.height).last(where: { alpha[x, $0] > 0.5 }) else { return nil }
            guard foot > alpha.height / 2 else { return nil }
            let gap = lowest - Float(foot)
            return (lowest - 0.45 * gap, exp(-gap / (0.14 * Float(alpha.height))))
        }
    }
}
