import CPixelKernels

extension RenderStep {
    /// Big square pixels in 40 colours with an ordered dither.
    static let pixelArt = RenderStep("setting pixels", for: .pixelArt) { state in
        var canvas = ArtCanvas(state)
        let parallelism = state.parallelism
        let columns = state.width >= state.height ? 192 : 108
        let rows = max(1, state.height * columns / state.width)
        var small = canvas.image.mapPlanes { $0.downsampled(width: columns, height: rows, parallelism: parallelism) }
        let palette = ColorPalette(of: small, count: 40).colors
        small.update(parallelism: parallelism) { image, _, band in
            pk_palette_dither_rows(
                image,
                palette,
                Int32(palette.count),
                0.04,
                Int32(columns),
                Int32(band.lowerBound),
                Int32(band.upperBound)
            )
        }
        let (width, height) = (state.width, state.height)
        canvas.image = small.mapPlanes { plane in
            var large = Plane(width: width, height: height)
            for y in 0..<height {
                for x in 0..<width { large.pixels[y * width + x] = plane[x * columns / width, y * rows / height] }
            }
            return large
        }
        canvas.paint(into: &state)
    }

    /// Panes of coloured glass between leads, small where there is detail.
    static let stainedGlass = RenderStep("cutting glass", for: .stainedGlass) { state in
        var canvas = ArtCanvas(state)
        canvas.simplify(radius: 4)
        let panes = GlassPanes(state: state)
        canvas.image = panes.colored(canvas.image)
        let grain = state.noise(FractalNoise(scale: 22 * state.scale, octaves: 4), salt: 252)
        let lead = panes.lead(scale: state.scale, parallelism: state.parallelism)
        let width = state.width
        canvas.update(reading: [lead, grain]) { image, p, rows in
            let offset = rows.lowerBound * width
            pk_glass(image.advanced(by: offset), p[0] + offset, p[1] + offset, 1.7, rows.count * width)
        }
        canvas.paint(into: &state)
        state.addGlare(threshold: 0.5, amount: 0.25)
    }

    /// Flat triangles.
    static let lowPoly = RenderStep("folding facets", for: .lowPoly) { state in
        var canvas = ArtCanvas(state)
        let triangles = facets(of: canvas.image, state: state)
        let width = Int32(state.width)
        canvas.update(reading: []) { image, _, rows in
            pk_triangles_paint(image, width, triangles, triangles.count, Int32(rows.lowerBound), Int32(rows.upperBound))
        }
        canvas.paint(into: &state)
    }
}

/// The colours that stand for a picture best: k-means, started from evenly spread pixels.
struct ColorPalette: Sendable {
    private(set) var colors: [pk_color] = []

    init(of image: LinearImage, count: Int) {
        let total = image.width * image.height
        let samples = stride(from: 0, to: total, by: max(1, total / 6000)).map {
            pk_color(image.red.pixels[$0], image.green.pixels[$0], image.blue.pixels[$0])
        }
        let sorted = samples.sorted { $0.luminance < $1.luminance }
        colors = (0..<count).map { sorted[($0 * 2 + 1) * sorted.count / (2 * count)] }
        for _ in 0..<8 { refine(samples) }
    }

    private mutating func refine(_ samples: [pk_color]) {
        var sums = [pk_color](repeating: pk_color(0, 0, 0), count: colors.count)
        var counts = [Float](repeating: 0, count: colors.count)
        for sample in samples {
            var (best, least) = (0, Float.infinity)
            for (index, color) in colors.enumerated() {
                let (r, g, b) = (sample.red - color.red, sample.green - color.green, sample.blue - color.blue)
                let distance = 0.8 * r * r + 1.4 * g * g + 0.7 * b * b
                if distance < least { (best, least) = (index, distance) }
            }
            sums[best] = sums[best] + sample
            counts[best] += 1
        }
        for index in colors.indices where counts[index] > 0 { colors[index] = sums[index] * (1 / counts[index]) }
    }
}

/// A division of the picture into panes: the nearest of many seeds, which lie closer where there is detail.
private struct GlassPanes {
    private let label: [Int32]
    private let count: Int
    private let width: Int
    private let height: Int

    init(state: RenderState) {
        (width, height) = (state.width, state.height)
        let step = max(8, Int(13 * state.scale))
        let random = state.stream(251)
        let roughness = state.relief.roughness
        let (columns, rows) = (width / step + 1, height / step + 1)
        var seeds: [(x: Float, y: Float)] = []
        var grid = [[Int32]](repeating: [], count: columns * rows)
        for cell in 0..<columns * rows {
            let x = min(Float(width - 1), (Float(cell % columns) + random[4 * cell]) * Float(step))
            let y = min(Float(height - 1), (Float(cell / columns) + random[4 * cell + 1]) * Float(step))
            // Flat areas keep one seed in a dozen.
            let keep = 0.10 + 0.50 * smoothRise(0.015, 0.10, roughness[Int(x), Int(y)])
            guard random[4 * cell + 2] < keep else { continue }
            grid[cell].append(Int32(seeds.count))
            seeds.append((x, y))
        }
        count = max(1, seeds.count)
        label = GlassPanes.nearest(seeds, grid, columns, rows, step, width, height, state.parallelism)
    }

    private static func nearest(
        _ seeds: [(x: Float, y: Float)],
        _ grid: [[Int32]],
        _ columns: Int,
        _ rows: Int,
        _ step: Int,
        _ width: Int,
        _ height: Int,
        _ parallelism: Parallelism
    ) -> [Int32] {
        let plane = Plane(width: width, height: height, parallelism: parallelism) { out, band in
            for y in band {
                for x in 0..<width {
                    let (cx, cy) = (x / step, y / step)
                    var (best, least) = (Int32(0), Float.infinity)
                    var ring = 0
                    while ring < max(columns, rows) {
                        // Nothing in farther rings can be nearer than what was found.
                        if least < Float((ring - 1) * step) * Float((ring - 1) * step), ring > 1 { break }
                        for j in max(0, cy - ring)...min(rows - 1, cy + ring) {
                            let isEdge = abs(j - cy) == ring
                            var i = max(0, cx - ring)
                            while i <= min(columns - 1, cx + ring) {
                                if isEdge || abs(i - cx) == ring {
                                    for seed in grid[j * columns + i] {
                                        let (dx, dy) = (seeds[Int(seed)].x - Float(x), seeds[Int(seed)].y - Float(y))
                                        let distance = dx * dx + dy * dy
                                        if distance < least { (best, least) = (seed, distance) }
                                    }
                                }
                                i += isEdge || i == cx + ring ? 1 : max(1, min(2 * ring, cx + ring - i))
                            }
                        }
                        ring += 1
                    }
                    out[y * width + x] = Float(best)
                }
            }
        }
        return plane.pixels.map { Int32($0) }
    }

    /// Each pane in its mean colour, with some of the picture left in it.
    func colored(_ image: LinearImage) -> LinearImage {
        image.mapPlanes { plane in
            var sums = [Float](repeating: 0, count: count), counts = sums
            for i in label.indices {
                sums[Int(label[i])] += plane.pixels[i]
                counts[Int(label[i])] += 1
            }
            var result = plane
            for i in label.indices {
                let mean = sums[Int(label[i])] / max(1, counts[Int(label[i])])
                result.pixels[i] = 0.82 * mean + 0.18 * plane.pixels[i]
            }
            return result
        }
    }

    func lead(scale: Float, parallelism: Parallelism) -> Plane {
        var border = Plane(width: width, height: height)
        for y in 1..<height {
            for x in 1..<width {
                let i = y * width + x
                if label[i] != label[i - 1] || label[i] != label[i - width] { border.pixels[i] = 1 }
            }
        }
        return border.gaussianBlurred(sigma: 1.1 * scale, parallelism: parallelism)
            .smoothstep(0.16, 0.34, parallelism: parallelism)
    }
}

/// Triangles over a grid whose corners are pulled to where there is contrast.
private func facets(of image: LinearImage, state: RenderState) -> [pk_triangle] {
    let step = 14 * state.scale
    let random = state.stream(261)
    let columns = Int(Float(state.width) / step) + 3, rows = Int(Float(state.height) / step) + 3
    let colors = image.mapPlanes { $0.gaussianBlurred(sigma: step / 5, parallelism: state.parallelism) }
    let corner = { (i: Int, j: Int) -> (x: Float, y: Float) in
        let n = (j * columns + i) * 4
        return (
            (Float(i) - 0.5 + 0.8 * (random[n] - 0.5)) * step, (Float(j) - 0.5 + 0.8 * (random[n + 1] - 0.5)) * step
        )
    }
    var result: [pk_triangle] = []
    for j in 0..<rows - 1 {
        for i in 0..<columns - 1 {
            let (a, b, c, d) = (corner(i, j), corner(i + 1, j), corner(i, j + 1), corner(i + 1, j + 1))
            let isRising = random[(j * columns + i) * 4 + 2] < 0.5
            let pairs = isRising ? [(a, b, c), (b, d, c)] : [(a, b, d), (a, d, c)]
            for (p, q, r) in pairs {
                let x = min(max(Int((p.x + q.x + r.x) / 3), 0), state.width - 1)
                let y = min(max(Int((p.y + q.y + r.y) / 3), 0), state.height - 1)
                result.append(
                    pk_triangle(
                        x: (p.x, q.x, r.x),
                        y: (p.y, q.y, r.y),
                        color: pk_color(colors.red[x, y], colors.green[x, y], colors.blue[x, y])
                    )
                )
            }
        }
    }
    return result
}
