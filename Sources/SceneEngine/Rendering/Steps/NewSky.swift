import CPixelKernels
import Foundation

extension RenderStep {
    /// Paints the mood's sky: its gradient, the glow of a low sun, and a deck of clouds in perspective.
    static let newSky = RenderStep("painting the sky", isNeeded: { LightMood(for: $0) != nil }) { state in
        guard let mood = state.mood else { return }
        guard state.scene.sky.confidence >= SceneMask.leastConfidence else {
            state.warn("No sky was found with certainty, so the sky was left as it is.")
            return
        }
        let rows = SkyPlate.rowsNeeded(for: state.scene)
        let horizon = max(state.scene.skylineLowRow, Float(state.height) * 0.22)
        var plate = SkyPlate(
            image: LinearImage(width: state.width, height: rows),
            clear: Plane(width: state.width, height: rows, repeating: 1),
            horizon: horizon
        )
        plate.paint(mood, state: state)
        state.sky = plate
    }
}

extension SkyPlate {
    /// All rows in which sky is seen, and those that still water mirrors.
    static func rowsNeeded(for scene: SceneAnalysis) -> Int {
        let lastSeen = stride(from: scene.height - 1, through: 0, by: -1).first { y in
            let row = scene.sky.alpha.pixels[y * scene.width..<(y + 1) * scene.width]
            return row.contains { $0 > 0.002 }
        }
        let painted = max(Int(scene.skylineLowRow), Int(scene.horizonRow), Int(Float(scene.height) * 0.22))
        return min(scene.height, max(lastSeen ?? 0, painted) + 2)
    }

    fileprivate mutating func paint(_ mood: LightMood, state: RenderState) {
        let (width, height) = (state.width, self.height)
        let gradient = SkyGradient(mood.gradient).rows(count: height, horizon: horizon)
        let light = state.scene.lightDirection
        let texture = CloudTexture(seed: state.seed, salt: 11, parallelism: state.parallelism)
        var glow = pk_sky_glow(
            x: min(max(light.x, 0.12), 0.88) * Float(width),
            y: horizon,
            radius_x: Float(width) * 0.55,
            radius_y: Float(state.height) * 0.40,
            color: mood.glow
        )
        let windows = horizon
        let parallelism = state.parallelism
        Plane.withPointers([texture.plane]) { texturePointers in
            var deck = pk_cloud_deck(
                texture: texturePointers[0],
                side: Int32(texture.side),
                cover: mood.cloudCover,
                softness: mood.cloudSoftness,
                scale: mood.name == LightMood.storm.name ? 0.75 : 1,
                light_x: mood.isLowSun ? (0.5 - light.x) * -0.5 : (mood.isDark ? 0.1 : 0.2),
                light_y: mood.isLowSun ? 0.5 : -0.5,
                opacity: mood.cloudOpacity,
                flatness: mood.name == LightMood.storm.name ? 0.25 : 0,
                low_light: mood.isLowSun ? 1 : 0,
                dark: mood.cloudDark,
                bright: mood.cloudBright
            )
            clear.pixels.withUnsafeMutableBufferPointer { clear in
                let clear = clear.baseAddress
                image.update(parallelism: parallelism) { sky, _, rows in
                    pk_sky_rows(
                        sky,
                        clear,
                        Int32(width),
                        windows,
                        gradient,
                        &glow,
                        &deck,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
    }
}

/// Four colours from the zenith to the horizon, smoothed so that no band shows where one turns into the next.
struct SkyGradient {
    private static let positions: [Float] = [0, 0.42, 0.76, 1]
    private static let sampleCount = 256
    private static let reach: Float = 1.15

    /// Square roots of light along 0…1.15 of the way to the horizon: even steps look even.
    private let samples: [pk_color]

    init(_ colors: [UInt32]) {
        let roots = colors.map { SkyGradient.root(of: $0) }
        let even = (0..<Self.sampleCount).map { index -> pk_color in
            let position = Self.reach * Float(index) / Float(Self.sampleCount - 1)
            let upper = Self.positions.lastIndex { $0 <= position } ?? 0
            guard upper + 1 < roots.count else { return roots[roots.count - 1] }
            let t = (position - Self.positions[upper]) / (Self.positions[upper + 1] - Self.positions[upper])
            return roots[upper] * (1 - t) + roots[upper + 1] * t
        }
        samples = Self.smoothed(even, sigma: 26)
    }

    func rows(count: Int, horizon: Float) -> [pk_color] {
        (0..<count).map { y in
            let position = min(max(Float(y) / max(1, horizon), 0), Self.reach) / Self.reach
            let place = position * Float(Self.sampleCount - 1)
            let index = min(Int(place), Self.sampleCount - 2)
            let t = place - Float(index)
            let root = samples[index] * (1 - t) + samples[index + 1] * t
            return pk_color(root.red * root.red, root.green * root.green, root.blue * root.blue)
        }
    }

    private static func root(of hex: UInt32) -> pk_color {
        let light = [16, 8, 0].map { shift -> Float in
            let encoded = Float((hex >> UInt32(shift)) & 0xff) / 255
            return encoded <= 0.04045 ? encoded / 12.92 : Float(pow(Double((encoded + 0.055) / 1.055), 2.4))
        }
        return pk_color(light[0].squareRoot(), light[1].squareRoot(), light[2].squareRoot())
    }

    private static func smoothed(_ colors: [pk_color], sigma: Float) -> [pk_color] {
        let reach = 60
        let weights = (-reach...reach).map { Float(exp(Double(-0.5 * Float($0 * $0) / (sigma * sigma)))) }
        let total = weights.reduce(0, +)
        return colors.indices.map { center in
            var sum = pk_color(0, 0, 0)
            for (number, weight) in weights.enumerated() {
                let index = min(max(center + number - reach, 0), colors.count - 1)
                sum = sum + colors[index] * (weight / total)
            }
            return sum
        }
    }
}
