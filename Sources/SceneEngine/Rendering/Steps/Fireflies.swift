import CPixelKernels

extension RenderStep {
    /// Small warm lights in the air over the ground, with a glow around each.
    static let fireflies = RenderStep("waking fireflies", for: .fireflies) { state in
        let random = state.stream(131)
        let (width, height, scale) = (Float(state.width), Float(state.height), state.scale)
        var points: [pk_dot] = [], glows: [pk_dot] = []
        for index in 0..<Int(90 * state.strength(of: .fireflies)) {
            let n = index * 8
            let size = (1 + 2.2 * random[n + 2] * random[n + 2]) * scale
            let color = pk_color(1.0, 0.78, 0.32) * (0.4 + 0.9 * random[n + 3])
            let (x, y) = (random[n] * width, height * (0.25 + 0.72 * random[n + 1]))
            points.append(pk_dot(x: x, y: y, radius: size, color: color * 1.6))
            glows.append(pk_dot(x: x, y: y, radius: size * 7, color: color * 0.16))
        }
        let columns = Int32(state.width)
        state.image.update(parallelism: state.parallelism) { image, _, rows in
            for (dots, softness) in [(points, Float(0.9)), (glows, 1)] {
                pk_dots_add(image, columns, dots, dots.count, softness, Int32(rows.lowerBound), Int32(rows.upperBound))
            }
        }
    }
}
