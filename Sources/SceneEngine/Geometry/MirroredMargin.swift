import GenerationTypes

/// Fills the margins around a picture with its mirror image, the more blurred the farther out: no seam, and nothing that
/// would pass for a second subject.
func mirroredMargin(_ shown: Bitmap, layout: CanvasLayout, parallelism: Parallelism) -> Bitmap {
    let (width, height) = (layout.canvas.width, layout.canvas.height)
    var bytes = [UInt8](repeating: 0, count: width * height * 3)
    for y in 0..<height {
        for x in 0..<width {
            let source = layout.mirrored(x, y)
            let from = (source.y * shown.width + source.x) * shown.layout.rawValue
            for c in 0..<3 { bytes[(y * width + x) * 3 + c] = shown.bytes[from + c] }
        }
    }
    let mirrored = Bitmap(size: layout.canvas, layout: .rgb, bytes: bytes)
    let encoded = EncodedImage(mirrored, parallelism: parallelism)
    let unit = Float(max(width, height)) / 1024
    // Blurs and the distances from the border, in pixels, at which they hold: soon too much for folds to be seen.
    let sigmas: [Float] = [3, 7, 16, 36, 72].map { $0 * unit }
    let distances: [Float] = [0] + [5, 12, 26, 56, 110].map { $0 * unit }
    for (c, path) in [\EncodedImage.red, \.green, \.blue].enumerated() {
        let plane = encoded[keyPath: path]
        let blurs = [plane.pixels] + sigmas.map { plane.gaussianBlurred(sigma: $0, parallelism: parallelism).pixels }
        for y in 0..<height {
            for x in 0..<width where !layout.contains(x, y) {
                let across = max(layout.left - x, x - layout.left - layout.size.width + 1, 0)
                let down = max(layout.top - y, y - layout.top - layout.size.height + 1, 0)
                let distance = min(Float(max(across, down)), distances[sigmas.count])
                var step = 1
                while distance > distances[step] { step += 1 }
                let share = (distance - distances[step - 1]) / (distances[step] - distances[step - 1])
                let index = y * width + x
                let value = blurs[step - 1][index] * (1 - share) + blurs[step][index] * share
                bytes[index * 3 + c] = UInt8(min(max(value * 255 + 0.5, 0), 255))
            }
        }
    }
    return Bitmap(size: layout.canvas, layout: .rgb, bytes: bytes)
}
