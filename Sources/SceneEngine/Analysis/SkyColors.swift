/// How much each pixel of the small copy looks like a kind of sky, by colour, smoothness and height in the frame.
struct SkyColors: Sendable {
    let blue: Plane
    let cloud: Plane
    let grey: Plane
    /// Anything of the above, weighted by smoothness and height: the likelihood that cuts start from.
    let likelihood: Plane
    /// The same without regard to height.
    let plausibility: Plane
    /// Smoothness alone.
    let smoothness: Plane
    /// Leaf green: never sky.
    let green: Plane

    init(_ f: SceneFeatures) {
        let (lightness, chroma, hue, texture) = (
            f.color.lightness.pixels, f.chroma.pixels, f.hue.pixels, f.texture.pixels
        )
        let blue = f.plane {
            hueBand(205...290, softness: 15, hue[$0]) * ramp(0.015, 0.05, chroma[$0])
                * ramp(0.12, 0.32, lightness[$0])
        }
        let cloud = f.plane { (1 - ramp(0.045, 0.09, chroma[$0])) * ramp(0.62, 0.82, lightness[$0]) }
        let grey = f.plane { 0.7 * (1 - ramp(0.03, 0.06, chroma[$0])) * ramp(0.4, 0.6, lightness[$0]) }
        let green = f.plane { hueBand(95...160, softness: 8, hue[$0]) * ramp(0.03, 0.06, chroma[$0]) }
        // Ochre walls have the colours of dusk: it counts on rougher surfaces only where a sky of another kind is.
        let plainTop = f.mask {
            let plain = max(blue.pixels[$0], cloud.pixels[$0], 0.8 * grey.pixels[$0])
            let height = 1 - ramp(0.5, 0.95, f.rowShare($0))
            return plain * (1 - ramp(0.008, 0.03, texture[$0])) * height > 0.35
        }
        let hasPlainSky = plainTop.reachingTop().share >= 0.04
        var smoothness = blue
        var plausibility = blue
        let likelihood = f.plane { i in
            let (light, hue, chroma, texture) = (lightness[i], hue[i], chroma[i], texture[i])
            // Orange to yellow, violet to pink; between them only light pinks.
            let warm = max(
                ramp(20, 45, hue) * (1 - ramp(100, 115, hue)),
                ramp(275, 300, hue),
                (1 - ramp(30, 50, hue)) * ramp(0.62, 0.72, light)
            )
            let duskColor =
                (0.4 + 0.6 * ramp(0.55, 0.8, light)) * warm * ramp(0.35, 0.6, light)
                * ramp(0.03, 0.08, chroma)
            let dusk = 0.75 * duskColor * (hasPlainSky ? 1 : 1 - ramp(0.006, 0.016, texture))
            let night = 0.5 * (1 - ramp(0.18, 0.30, light)) * (1 - ramp(0.08, 0.12, chroma))
            let color = min(1, max(blue.pixels[i], cloud.pixels[i], grey.pixels[i], dusk, night))
            let isDusk = duskColor > max(blue.pixels[i], cloud.pixels[i], grey.pixels[i])
            let smooth = 1 - (isDusk ? ramp(0.015, 0.06, texture) : ramp(0.008, 0.03, texture))
            smoothness.pixels[i] = smooth
            let height = 1 - ramp(0.35, 0.9, f.rowShare(i))
            plausibility.pixels[i] = color * (0.35 + 0.65 * smooth) * (1 - green.pixels[i])
            return plausibility.pixels[i] * (0.15 + 0.85 * height)
        }
        self.blue = blue
        self.cloud = cloud
        self.grey = grey
        self.green = green
        self.likelihood = likelihood
        self.plausibility = plausibility
        self.smoothness = smoothness
    }
}
