/// What people built: straight edges along the horizontal and vertical, and large areas of saturated red.
struct StructureDetection: Sendable {
    let alpha: Plane
    /// The same, spread to close gaps, and upwards: what stands on a wall is a roof, not dry leaves.
    let neighborhood: Plane

    /// `luma` is the small copy's grey at twice its size; `greenness` is that of ``PlantDetection``.
    init(_ f: SceneFeatures, luma: Plane, sky: Plane, greenness: Plane) {
        let axial = Self.axialShare(luma).downsampled(width: f.width, height: f.height)
        let red = f.plane {
            hueBand(10...48, softness: 10, f.hue.pixels[$0]) * ramp(0.09, 0.14, f.chroma.pixels[$0])
        }.boxBlurred(radius: 4)
        let green = greenness.boxBlurred(radius: 3)
        let alpha = f.plane { i in
            let built = ramp(0.34, 0.55, axial.pixels[i]) + ramp(0.25, 0.5, red.pixels[i])
            return clamp01(built) * (1 - sky.pixels[i]) * (1 - ramp(0.10, 0.2, green.pixels[i]))
        }.boxBlurred(radius: 3)
        let spread = alpha.boxBlurred(radius: 12)
        let closed = alpha.combined(with: spread) { clamp01(max($0, ramp(0.10, 0.30, $1))) }
        self.alpha = alpha
        neighborhood = f.plane { i in
            let (x, y) = (i % f.width, i / f.width)
            let below = y + 8 < f.height ? 0.95 * closed[x, y + 8] : 0
            let farBelow = y + 16 < f.height ? 0.85 * closed[x, y + 16] : 0
            return max(closed.pixels[i], below, farBelow)
        }
    }

    /// The share of strong gradients within 9° of an axis, over 25 × 25 pixels: leaves about 0.2, masonry above 0.45.
    private static func axialShare(_ luma: Plane) -> Plane {
        let slopes = Slopes(luma)
        var (strong, upright, level) = (luma, luma, luma)
        for i in luma.pixels.indices {
            let (x, y) = (abs(slopes.across.pixels[i]), abs(slopes.down.pixels[i]))
            let length = 4 * (x * x + y * y).squareRoot()
            strong.pixels[i] = length > 0.15 ? length : 0
            upright.pixels[i] = y < 0.158_4 * x ? strong.pixels[i] : 0
            level.pixels[i] = x < 0.158_4 * y ? strong.pixels[i] : 0
        }
        let total = strong.boxBlurred(radius: 12)
        let (uprightMean, levelMean) = (upright.boxBlurred(radius: 12), level.boxBlurred(radius: 12))
        var share = total
        for i in share.pixels.indices {
            let (u, l, t) = (uprightMean.pixels[i], levelMean.pixels[i], total.pixels[i])
            // Ripples and horizons run level only; buildings have corners.
            let corners = ramp(0.02, 0.08, u / (u + l + 1e-3))
            share.pixels[i] = (u + l) / (t + 1e-3) * ramp(0.02, 0.08, t) * corners
        }
        return share
    }
}
