import CPixelKernels

extension RenderStep {
    /// Flat triangles whose corners lie on the picture's edges; more and smaller ones in faces.
    static let lowPoly = RenderStep("folding facets", for: .lowPoly) { state in
        var canvas = ArtCanvas(state)
        canvas.simplify(radius: 3)
        canvas.image.updateSequence(parallelism: state.parallelism) { image, _, count in
            pk_scale_chroma(image, 1.2, 0.2, count)
        }
        let facets = Facets(of: canvas, state: state).triangles
        let width = Int32(state.width)
        canvas.image = LinearImage(width: state.width, height: state.height)
        canvas.update(reading: []) { image, _, rows in
            pk_triangles_paint(image, width, facets, facets.count, Int32(rows.lowerBound), Int32(rows.upperBound))
        }
        canvas.paint(into: &state)
    }
}

/// A Delaunay mesh over corners found on a copy about 640 pixels long.
private struct Facets {
    private(set) var triangles: [pk_triangle] = []

    init(of canvas: ArtCanvas, state: RenderState) {
        let parallelism = state.parallelism
        let factor = max(1, max(canvas.width, canvas.height) / 640)
        let (width, height) = (canvas.width / factor, canvas.height / factor)
        let reduce = { (plane: Plane) in plane.downsampled(width: width, height: height, parallelism: parallelism) }
        let image = canvas.image.mapPlanes(reduce), protected = reduce(state.scene.protected.alpha)
        let random = state.stream(261)
        let corners = Self.corners(of: image, protected: protected, random: random, parallelism: parallelism)
        let margin = 64
        var mesh = DelaunayMesh(left: -margin, top: -margin, right: width + margin, bottom: height + margin)
        for corner in corners { mesh.insert(corner) }
        for (number, triangle) in mesh.triangles.enumerated() {
            let color = Self.mean(of: image, in: triangle) * random.uniform(0.96...1.04, at: 3 * number)
            let scaled = triangle.map { (x: $0.x * Int32(factor), y: $0.y * Int32(factor)) }
            triangles.append(
                pk_triangle(
                    x: (scaled[0].x, scaled[1].x, scaled[2].x),
                    y: (scaled[0].y, scaled[1].y, scaled[2].y),
                    color: pk_color(min(1, color.red), min(1, color.green), min(1, color.blue))
                )
            )
        }
    }

    /// Corners on the strongest edges first, then wide apart on what is left, then along the borders.
    private static func corners(
        of image: LinearImage,
        protected: Plane,
        random: SeedStream,
        parallelism: Parallelism
    ) -> [SIMD2<Int32>] {
        let (width, height) = (image.width, image.height)
        let unit = Float(max(width, height)) / 640
        var scatter = PointScatter(width: width, height: height, cell: 8)
        for pixel in edgePixels(of: image, parallelism: parallelism) {
            let (x, y) = (pixel % width, pixel / width)
            scatter.insert(x: x, y: y, radius: unit * (6.5 - 3.2 * protected[x, y]))
        }
        for i in 0..<width * height / 40 {
            let x = min(width - 1, Int(random[2 * i] * Float(width)))
            let y = min(height - 1, Int(random[2 * i + 1] * Float(height)))
            scatter.insert(x: x, y: y, radius: unit * (22 - 13 * protected[x, y]))
        }
        var corners = scatter.points
        let step = max(4, Int(24 * unit))
        for x in stride(from: 0, through: width + step, by: step) {
            corners += [SIMD2(Int32(x), -2), SIMD2(Int32(x), Int32(height + 1))]
        }
        for y in stride(from: step / 2, through: height, by: step) {
            corners += [SIMD2(-2, Int32(y)), SIMD2(Int32(width + 1), Int32(y))]
        }
        // Neighbours one after the other: then the mesh finds each where it found the last.
        return corners.sorted {
            let (a, b) = ($0.y >> 5, $1.y >> 5)
            return a != b ? a < b : $0.x != $1.x ? ($0.x < $1.x) == (a & 1 == 0) : $0.y < $1.y
        }
    }

    /// Crests of the colour gradient, the steepest first.
    private static func edgePixels(of image: LinearImage, parallelism: Parallelism) -> [Int] {
        let (width, height) = (image.width, image.height)
        let planes = image.planes.map { $0.gaussianBlurred(sigma: 1, parallelism: parallelism) }
        var steepness = [Float](repeating: 0, count: width * height),
            isWide = [Bool](repeating: false, count: width * height)
        for y in 1..<height - 1 {
            for x in 1..<width - 1 {
                let i = y * width + x
                var (across, down) = (Float(0), Float(0))
                for plane in planes {
                    let dx = plane.pixels[i + 1] - plane.pixels[i - 1]
                    let dy = plane.pixels[i + width] - plane.pixels[i - width]
                    across += dx * dx
                    down += dy * dy
                }
                steepness[i] = across + down
                isWide[i] = across > down
            }
        }
        var crests: [(steepness: Float, pixel: Int)] = []
        for y in 1..<height - 1 {
            for x in 1..<width - 1 {
                let i = y * width + x, step = isWide[i] ? 1 : width
                guard steepness[i] > 0.0012, steepness[i] >= steepness[i - step], steepness[i] > steepness[i + step]
                else {
                    continue
                }
                crests.append((steepness[i], i))
            }
        }
        return crests.sorted { $0.steepness != $1.steepness ? $0.steepness > $1.steepness : $0.pixel < $1.pixel }
            .map(\.pixel)
    }

    /// The mean of ten places inside a triangle, away from its edges.
    private static func mean(of image: LinearImage, in corners: [SIMD2<Int32>]) -> pk_color {
        var sum = pk_color(0, 0, 0)
        for i in 0..<4 {
            for j in 0..<4 - i {
                let (u, v) = (Float(i) * 0.26 + 0.07, Float(j) * 0.26 + 0.07), w = 1 - u - v
                let x = u * Float(corners[0].x) + v * Float(corners[1].x) + w * Float(corners[2].x)
                let y = u * Float(corners[0].y) + v * Float(corners[1].y) + w * Float(corners[2].y)
                let column = min(max(Int(x), 0), image.width - 1), row = min(max(Int(y), 0), image.height - 1)
                sum = sum + pk_color(image.red[column, row], image.green[column, row], image.blue[column, row])
            }
        }
        return sum * 0.1
    }
}
