import Foundation

/// Brings a cut-out's colours and light to those of the scene around its place.
struct ElementHarmony: Sendable {
    /// For each channel: white balance and exposure together.
    let gain: SIMD3<Float>
    /// Around the mean: below 1 flatter than it was.
    let contrast: Float
    /// 1 keeps the colours as strong as they were.
    let saturation: Float
    /// Light that the air adds at the place.
    let veil: SIMD3<Float>
    /// By how much the right side is brighter than the left, -0.25…0.25.
    let slope: Float
    private let mean: Float

    /// `patch` is the cut-out at its final size, `illuminant` that of its photograph; `near` is the
    /// scene around its place, `nearWeight` tells what of that counts. The light comes from the column `lightX`, the
    /// element stands at `spotX`, both shares of the width.
    init(
        patch: LinearImage,
        alpha: Plane,
        illuminant: SIMD3<Float>,
        near: LinearImage,
        nearWeight: Plane,
        sceneIlluminant: SIMD3<Float>,
        lightX: Float,
        spotX: Float,
        depth: Float
    ) {
        // Illuminants are guesses, so they are followed halfway.
        var balance = SIMD3<Float>(repeating: 1)
        for i in 0..<3 { balance[i] = min(max((sceneIlluminant[i] / illuminant[i]).squareRoot(), 0.85), 1.18) }
        let own = TonalStatistics(patch.luminance(), weight: alpha)
        let other = TonalStatistics(
            near.luminance(),
            weight: Plane(width: near.width, height: near.height, repeating: 1)
        )
        // A black cat stays black: only the level of its lights moves toward those around it.
        let level = (other.high + 0.02) / (own.high + 0.02)
        let exposure = min(max(pow(level, 0.45), 0.55), 1.45)
        gain = balance * exposure
        contrast = min(max(pow(other.spread / own.spread, 0.25), 0.85), 1.08)
        mean = own.mean * exposure
        let chroma = patch.meanChroma(weight: alpha)
        saturation = min(max(pow((near.meanChroma(weight: nearWeight) + 0.03) / (chroma + 0.03), 0.3), 0.78), 1.08)
        let air = min(max(other.low - own.low * exposure, 0), 0.1) * (0.25 + 0.75 * depth)
        veil = sceneIlluminant * air
        slope = 0.22 * min(max(2 * (lightX - spotX), -1), 1)
    }

    func apply(to patch: LinearImage) -> LinearImage {
        var result = patch
        let (width, height) = (patch.width, patch.height)
        for y in 0..<height {
            for x in 0..<width {
                let i = y * width + x
                var color = SIMD3(patch.red.pixels[i], patch.green.pixels[i], patch.blue.pixels[i]) * gain
                let grey = 0.2126 * color.x + 0.7152 * color.y + 0.0722 * color.z
                let side = 1 + slope * (2 * (Float(x) + 0.5) / Float(width) - 1)
                let toned = max(mean + (grey - mean) * contrast, 0.3 * grey) * side
                color = grey + (color - grey) * saturation
                // Black has no colour to multiply: it is lifted, or noise in it would glow.
                color = toned > grey ? color + (toned - grey) : color * (toned / max(grey, 1e-4))
                color = color * (1 - veil) + veil
                result.red.pixels[i] = clamp01(color.x)
                result.green.pixels[i] = clamp01(color.y)
                result.blue.pixels[i] = clamp01(color.z)
            }
        }
        return result
    }
}

/// How bright a picture is, in linear light.
struct TonalStatistics: Sendable {
    let mean: Float
    /// The 3rd and 90th percentile.
    let low: Float
    let high: Float
    /// Their distance, never 0.
    var spread: Float { max(high - low, 0.02) }

    init(_ luminance: Plane, weight: Plane) {
        let values = luminance.pixels.indices.filter { weight.pixels[$0] > 0.5 }.map { luminance.pixels[$0] }
        mean = values.isEmpty ? 0.2 : Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count))
        low = values.quantile(0.03) ?? 0
        high = values.quantile(0.9) ?? 0.5
    }
}

extension LinearImage {
    /// The colour of the light, its mean 1: bright pixels count most (Finlayson, Trezzi, "Shades of gray and colour
    /// constancy", 2004, with p = 4).
    func illuminant(weight: Plane) -> SIMD3<Float> {
        var sums = SIMD3<Double>()
        for i in stride(from: 0, to: red.pixels.count, by: 3) where weight.pixels[i] > 0.5 {
            let color = SIMD3(Double(red.pixels[i]), Double(green.pixels[i]), Double(blue.pixels[i]))
            let square = color * color
            sums += square * square
        }
        var result = SIMD3<Float>(repeating: 1)
        guard sums.min() > 1e-9 else { return result }
        for i in 0..<3 { result[i] = Float(sums[i].squareRoot().squareRoot()) }
        return result * (3 / result.sum())
    }

    /// The mean difference between the strongest and the weakest channel.
    fileprivate func meanChroma(weight: Plane) -> Float {
        var (sum, count) = (0.0, 0)
        for i in red.pixels.indices where weight.pixels[i] > 0.5 {
            let (r, g, b) = (red.pixels[i], green.pixels[i], blue.pixels[i])
            sum += Double(max(r, g, b) - min(r, g, b))
            count += 1
        }
        return count > 0 ? Float(sum / Double(count)) : 0
    }
}
