/// What speaks for and against a sky mask. Blurred backgrounds, walls and bright windows pass the colour tests; they give
/// themselves away by borders without an edge, by a top row that is only partly covered, by roughness, and by where they end.
struct SkyEvidence: Sendable {
    /// Share of the mask's border that lies on an edge of the photograph.
    let edgeSupport: Float
    /// Share of the top row that the mask covers.
    let topCoverage: Float
    let confidence: Float
    /// The strongest reason against it.
    let doubt: String

    /// `luma` is the small copy's grey at twice its size.
    init(
        mask: PixelMask,
        f: SceneFeatures,
        luma: Plane,
        colors: SkyColors,
        focus: FocusMeasure,
        faceShare: Float,
        hasHorizon: Bool
    ) {
        let (width, height) = (mask.width, mask.height)
        edgeSupport = Self.edgeSupport(mask, f)
        topCoverage = Float((0..<width).filter { mask[$0, 0] || mask[$0, min(1, height - 1)] }.count) / Float(width)
        let blue = colors.blue.mean(where: mask) ?? 0
        let bottomRows = height * 85 / 100
        let bottom = mask.pixels.dropFirst(bottomRows * width).filter { $0 }.count
        let bottomShare = Float(bottom) / Float((height - bottomRows) * width)
        let texture = f.texture.values(where: mask).quantile(0.5) ?? 0
        let lightness = f.color.lightness
        let aboveRest = (lightness.mean(where: mask) ?? 0) - (lightness.mean(where: !mask) ?? 0)
        let isSoftEdged = ramp(0.2, 0.4, Self.softShare(below: mask, luma: luma))
        // Where water meets sky the border may be soft, but then the sky spans the frame.
        let softHorizon = hasHorizon ? 0.8 * ramp(0.5, 0.7, topCoverage) : 0
        let usualLight = lightness.values(where: mask).quantile(0.5) ?? 0
        let isDarkerThanGround = ramp(0.1, 0.25, Self.groundLight(mask, f) - usualLight)
        let doubts: [(trust: Float, reason: String)] = [
            (max(ramp(0.5, 0.8, edgeSupport), softHorizon), "its border is not on edges of the picture"),
            (ramp(0.25, 0.6, topCoverage), "it covers little of the top of the picture"),
            // Blue may fill the frame; a plain wall or table of another colour is no sky.
            (1 - ramp(0.02, 0.15, bottomShare) * (1 - ramp(0.4, 0.7, blue)), "it reaches the bottom of the picture"),
            (1 - ramp(0.008, 0.014, texture) * (1 - ramp(0.1, 0.3, blue)), "it is rough and not blue"),
            (max(ramp(0.1, 0.3, blue), ramp(0, 0.10, aboveRest)), "it is neither blue nor brighter than the rest"),
            (
                1 - 0.9 * ramp(0.01, 0.03, faceShare) * (1 - ramp(0.3, 0.6, blue)),
                "it may be the wall behind a portrait"
            ),
            (1 - ramp(0.3, 0.6, focus.defocus), "it is a background out of focus"),
            // A hazy horizon is soft as well, but then what stands before it is not blurred.
            (1 - ramp(0.05, 0.12, focus.defocus) * isSoftEdged, "it is a background out of focus"),
            // By night the ground may outshine the sky, but lamps and what they light are sharp.
            (1 - ramp(0.05, 0.2, focus.defocus) * isDarkerThanGround, "it is a background out of focus"),
            (1 - ramp(0.4, 0.7, blue) * Self.tintedRoughness(mask, f), "it may be mountains behind haze"),
            (1 - ramp(0.2, 0.35, Self.looseShare(mask)) * (1 - ramp(0.4, 0.7, blue)), "it is several things"),
        ]
        let product = doubts.reduce(1) { $0 * $1.trust }
        confidence = product < 0.15 ? 0 : product
        doubt = doubts.min { $0.trust < $1.trust }?.reason ?? ""
    }

    /// How far a mask is rough nearly everywhere although its brightest parts are tinted. Clouds make a sky as rough, and they
    /// are white; on mountains haze tints snow and rock alike.
    private static func tintedRoughness(_ mask: PixelMask, _ f: SceneFeatures) -> Float {
        let textures = f.texture.values(where: mask)
        let smooth = Float(textures.filter { $0 < 0.004 }.count) / Float(max(1, textures.count))
        let bright = f.color.lightness.values(where: mask).quantile(0.9) ?? 1
        let brightest = mask.combined(with: f.color.lightness.mask { $0 >= bright }) { $0 && $1 }
        let tint = f.chroma.values(where: brightest).quantile(0.5) ?? 0
        return (1 - ramp(0.08, 0.2, smooth)) * ramp(0.02, 0.03, tint)
    }

    /// The usual lightness of what is not sky in the lower half.
    private static func groundLight(_ mask: PixelMask, _ f: SceneFeatures) -> Float {
        let ground = f.mask { !mask.pixels[$0] && f.rowShare($0) > 0.5 }
        return f.color.lightness.values(where: ground).quantile(0.5) ?? 0
    }

    /// The share of a mask that hangs together with the top of the picture through necks only: a wall, a screen and a cup
    /// before it make such a mask, clouds and towers do not.
    private static func looseShare(_ mask: PixelMask) -> Float {
        let cores = mask.eroded(8)
        return cores.isEmpty ? 0 : 1 - Float(cores.reachingTop().count) / Float(cores.count)
    }

    /// The share of columns in which the step at the mask's lower border takes more than eight pixels of `luma`.
    private static func softShare(below mask: PixelMask, luma: Plane) -> Float {
        let reach = 20
        var (soft, steps) = (0, 0)
        for x in 0..<min(mask.width, luma.width / 2) {
            guard let last = (0..<mask.height).last(where: { mask[x, $0] }) else { continue }
            let row = 2 * last + 1
            guard row > reach, row + reach < luma.height else { continue }
            let difference = (7..<reach).reduce(Float(0)) { $0 + luma[2 * x, row - $1] - luma[2 * x, row + $1] }
            let step = abs(difference) / Float(reach - 7)
            guard step > 0.04 else { continue }
            let steepest = (row - 12..<row + 12).map { abs(luma[2 * x, $0 + 1] - luma[2 * x, $0 - 1]) }.max() ?? 0
            steps += 1
            if 0.5 * steepest < 0.12 * step { soft += 1 }
        }
        return Float(soft) / Float(max(1, steps))
    }

    /// Share of a mask's border inside the frame that lies on an edge of the photograph; 1 without a border.
    static func edgeSupport(_ mask: PixelMask, _ f: SceneFeatures) -> Float {
        let (width, height) = (mask.width, mask.height)
        let edges = f.gradient.mask { $0 > 0.03 }.dilated(2)
        var (border, supported) = (0, 0)
        for y in 0..<height - 1 {
            for x in 0..<width - 1 where mask[x, y] != mask[x + 1, y] || mask[x, y] != mask[x, y + 1] {
                border += 1
                if edges[x, y] { supported += 1 }
            }
        }
        return border > 0 ? Float(supported) / Float(border) : 1
    }
}
