import CPixelKernels

/// The colours that stand for a picture best: k-means in OKLab. Each start is the sample farthest from those before it
/// (Gonzalez, "Clustering to minimize the maximum intercluster distance", 1985), so that small bright things keep theirs.
struct ColorPalette: Sendable {
    /// In the numbers of the image given: sRGB's.
    let colors: [pk_color]

    /// - Parameters:
    ///   - image: sRGB's numbers, 0…1.
    ///   - count: how many colours, at most 64; fewer come back when the image has fewer.
    init(of image: LinearImage, count: Int) {
        let total = image.width * image.height
        let step = max(1, total / 6000)
        var samples: [SIMD3<Float>] = []
        for i in stride(from: 0, to: total, by: step) {
            var lab = [Float](repeating: 0, count: 3)
            pk_oklab_of_encoded(pk_color(image.red.pixels[i], image.green.pixels[i], image.blue.pixels[i]), &lab)
            samples.append(SIMD3(lab[0], lab[1], lab[2]))
        }
        var centers = Self.spread(samples, count: count)
        for _ in 0..<10 { centers = Self.refined(centers, samples) }
        colors = centers.map { pk_encoded_of_oklab($0.x, $0.y, $0.z) }
    }

    private static func spread(_ samples: [SIMD3<Float>], count: Int) -> [SIMD3<Float>] {
        var centers = [samples[samples.count / 2]]
        var distances = [Float](repeating: .infinity, count: samples.count)
        while centers.count < count {
            var (farthest, most) = (0, Float(0))
            for (i, sample) in samples.enumerated() {
                distances[i] = min(distances[i], squaredDistance(sample, centers[centers.count - 1]))
                if distances[i] > most { (farthest, most) = (i, distances[i]) }
            }
            guard most > 0 else { break }
            centers.append(samples[farthest])
        }
        return centers
    }

    private static func refined(_ centers: [SIMD3<Float>], _ samples: [SIMD3<Float>]) -> [SIMD3<Float>] {
        var sums = [SIMD3<Float>](repeating: .zero, count: centers.count)
        var counts = [Float](repeating: 0, count: centers.count)
        for sample in samples {
            var (best, least) = (0, Float.infinity)
            for (index, center) in centers.enumerated() {
                let distance = squaredDistance(sample, center)
                if distance < least { (best, least) = (index, distance) }
            }
            sums[best] += sample
            counts[best] += 1
        }
        return centers.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : centers[$0] }
    }

    private static func squaredDistance(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
        let d = a - b
        return d.x * d.x + 2 * (d.y * d.y + d.z * d.z)
    }
}
