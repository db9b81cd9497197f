import CPixelKernels

/// A picture divided among seeds: each region grows by the neighbour that is most like it in colour and nearest to its
/// seed, so that borders fall on edges (after Achanta, Süsstrunk, "Superpixels and Polygons using Simple Non-Iterative
/// Clustering", 2017, with a queue of buckets).
struct RegionGrowth: Sendable {
    let width: Int
    let height: Int
    let count: Int
    /// The region of each pixel.
    private(set) var labels: [Int32]

    /// - Parameters:
    ///   - image: sRGB's numbers, `height × width`.
    ///   - seeds: at least one; at most one per pixel.
    ///   - spacing: how far apart seeds are meant to be, in pixels, for each place.
    init(of image: LinearImage, seeds: [SIMD2<Int32>], spacing: Plane) {
        precondition(!seeds.isEmpty, "regions need a seed")
        let (width, height) = (image.width, image.height)
        (self.width, self.height, count) = (width, height, seeds.count)
        let colors = (0..<width * height).map {
            SIMD3<Float>(image.red.pixels[$0], image.green.pixels[$0], image.blue.pixels[$0])
        }
        var labels = [Int32](repeating: -1, count: width * height)
        var sums = [SIMD3<Float>](repeating: .zero, count: count), sizes = [Float](repeating: 0, count: count)
        let reaches = seeds.map { 1 / max(1, spacing[Int($0.x), Int($0.y)] * spacing[Int($0.x), Int($0.y)]) }
        let sides = [(1, 0), (-1, 0), (0, 1), (0, -1)]
        var queue = BucketQueue()
        for (label, seed) in seeds.enumerated() {
            queue.push(Int(seed.y) * width + Int(seed.x), Int32(label), cost: 0)
        }
        while let (pixel, label) = queue.pop() {
            guard labels[pixel] < 0 else { continue }
            let region = Int(label)
            labels[pixel] = label
            sums[region] += colors[pixel]
            sizes[region] += 1
            let mean = sums[region] / sizes[region]
            let (x, y) = (pixel % width, pixel / width)
            for (dx, dy) in sides {
                let (nx, ny) = (x + dx, y + dy)
                guard nx >= 0, nx < width, ny >= 0, ny < height, labels[ny * width + nx] < 0 else { continue }
                let difference = colors[ny * width + nx] - mean
                let dx = Float(nx - Int(seeds[region].x)), dy = Float(ny - Int(seeds[region].y))
                let cost = 60 * (difference * difference).sum() + 0.35 * (dx * dx + dy * dy) * reaches[region]
                queue.push(ny * width + nx, label, cost: cost)
            }
        }
        self.labels = labels
    }

    /// Gives every pixel the region that most of the 5 × 5 around it have: hands cut no zigzags.
    mutating func smooth() {
        let old = labels
        for y in 2..<max(2, height - 2) {
            for x in 2..<max(2, width - 2) {
                let own = old[y * width + x]
                if old[y * width + x + 1] == own, old[y * width + x - 1] == own, old[(y + 1) * width + x] == own,
                    old[(y - 1) * width + x] == own
                {
                    continue
                }
                var (best, most) = (own, 0)
                for j in -2...2 {
                    for i in -2...2 {
                        let candidate = old[(y + j) * width + x + i]
                        guard candidate != best || most == 0 else { continue }
                        var votes = 0
                        for v in -2...2 {
                            for u in -2...2 where old[(y + v) * width + x + u] == candidate { votes += 1 }
                        }
                        if votes > most { (best, most) = (candidate, votes) }
                    }
                }
                labels[y * width + x] = best
            }
        }
    }

    func means(of image: LinearImage) -> [pk_color] {
        var sums = [pk_color](repeating: pk_color(0, 0, 0), count: count), sizes = [Float](repeating: 0, count: count)
        for i in labels.indices {
            let color = pk_color(image.red.pixels[i], image.green.pixels[i], image.blue.pixels[i])
            sums[Int(labels[i])] = sums[Int(labels[i])] + color
            sizes[Int(labels[i])] += 1
        }
        return zip(sums, sizes).map { $0 * (1 / max(1, $1)) }
    }

    func painted(_ colors: [pk_color]) -> LinearImage {
        let paint = { (channel: KeyPath<pk_color, Float>) in
            Plane(width: width, height: height, pixels: labels.map { colors[Int($0)][keyPath: channel] })
        }
        return LinearImage(red: paint(\.red), green: paint(\.green), blue: paint(\.blue))
    }

    /// 0 within regions; on borders 0.6 … 1.2, more where the colours on both sides differ. Where `sparing` is 1 only
    /// differences make a border.
    func borders(_ colors: [pk_color], sparing: Plane) -> Plane {
        var result = Plane(width: width, height: height)
        for y in 1..<height {
            for x in 1..<width {
                let i = y * width + x
                for other in [labels[i - 1], labels[i - width]] where other != labels[i] {
                    let (a, b) = (colors[Int(labels[i])], colors[Int(other)])
                    let difference = abs(a.red - b.red) + abs(a.green - b.green) + abs(a.blue - b.blue)
                    result.pixels[i] = max(result.pixels[i], min(1.2, 0.6 * (1 - sparing.pixels[i]) + difference))
                }
            }
        }
        return result
    }
}

/// Pixels in order of their cost, to a precision of 1/64; of equal ones the first to come goes first.
private struct BucketQueue {
    private var buckets = [[(pixel: Int32, label: Int32)]](repeating: [], count: 1024)
    private var current = 0
    private var head = 0

    mutating func push(_ pixel: Int, _ label: Int32, cost: Float) {
        // What is cheaper than the current bucket joins it: growth never goes back.
        let bucket = max(current, min(buckets.count - 1, Int(cost * 64)))
        buckets[bucket].append((Int32(pixel), label))
    }

    mutating func pop() -> (pixel: Int, label: Int32)? {
        while current < buckets.count {
            if head < buckets[current].count {
                defer { head += 1 }
                return (Int(buckets[current][head].pixel), buckets[current][head].label)
            }
            buckets[current] = []
            (current, head) = (current + 1, 0)
        }
        return nil
    }
}
