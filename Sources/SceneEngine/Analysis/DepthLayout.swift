/// How far things are, from where they stand: the ground plane recedes to the horizon, and each thing has the distance of
/// its foot. Haze adds distance. All on the small copy.
struct DepthLayout: Sendable {
    /// 0 near … 1 far.
    let depth: Plane
    let ground: Plane
    /// Shares of the height.
    let horizon: Float
    let skylineLow: Float
    /// For each column the share of the height where the ground ends.
    let base: [Float]

    init(_ f: SceneFeatures, sky: SkyDetection, water: PixelMask, plants: PlantDetection, structure: StructureDetection)
    {
        let horizon = Self.horizon(f, sky: sky, water: water)
        let haze = Self.haze(f, structure: structure)
        let treeTexture = f.texture.boxBlurred(radius: 3)
        let trees = f.plane {
            max(plants.green.pixels[$0], plants.dry.pixels[$0]) * ramp(0.018, 0.034, treeTexture.pixels[$0])
        }
        let relief = Self.relief(f)
        let walkable = f.plane { i in
            ramp(horizon + 0.02, horizon + 0.15, f.rowShare(i)) * (1 - ramp(0.10, 0.22, relief.pixels[i]))
                * (1 - 0.85 * structure.alpha.pixels[i]) * (1 - 0.8 * trees.pixels[i])
        }
        let floor = f.plane { max(walkable.pixels[$0], water.pixels[$0] ? 1 : 0) }
        let flat = floor.mask { $0 > 0.45 }.plane.boxBlurred(radius: 3).mask { $0 > 0.5 }
        let stixels = Self.stixels(flat, sky: sky.mask, horizon: horizon)
        base = stixels.base
        let combined = f.plane { i in
            let stixel = stixels.depth.pixels[i]
            let d = stixel + (1 - stixel) * 0.55 * ramp(0.35, 0.85, haze.pixels[i]) * (1 - floor.pixels[i])
            guard !sky.isFound else { return d }
            return 0.45 * d + 0.55 * clamp01((1 - f.rowShare(i)) / (1 - horizon))
        }
        let smoothed =
            sky.isFound ? combined.boxBlurred(across: 4, down: 0) : combined.boxBlurred(across: 15, down: 2)
        depth = ColorGuidedFilter(
            guide: f.encoded.planes,
            radius: 16,
            epsilon: 2e-3,
            subsampling: 1,
            parallelism: .serial
        ).apply(to: smoothed)
        ground = f.plane { i in
            ramp(horizon + 0.02, horizon + 0.16, f.rowShare(i)) * (1 - ramp(0.20, 0.40, relief.pixels[i]))
                * (1 - 0.95 * ramp(0.35, 0.75, structure.alpha.pixels[i])) * (1 - 0.8 * trees.pixels[i])
        }
        self.horizon = horizon
        let lowestSky = (0..<f.height).filter { y in (0..<f.width).contains { sky.mask[$0, y] } }
            .map(Float.init).quantile(0.99)
        skylineLow = max(horizon, lowestSky.map { $0 / Float(f.height) + 0.02 } ?? horizon)
    }

    private static func horizon(_ f: SceneFeatures, sky: SkyDetection, water: PixelMask) -> Float {
        guard sky.isFound, sky.mask.share > 0.02 else { return 0.33 }
        let height = Float(f.height)
        let rows = sky.skyline().filter { $0 >= 0 }.map { Float($0) }
        let fromSkyline = min(max((rows.quantile(0.88) ?? 0.3 * height) / height + 0.015, 0.30), 0.75)
        if let split = sky.split, abs(Float(split.row) / height - fromSkyline) < 0.35 {
            return Float(split.row) / height
        }
        let shore = (0..<f.height).first { y in
            20 * (0..<f.width).filter { water[$0, y] }.count > f.width
        }
        return shore.map { min(fromSkyline, max(0.1, Float($0) / height - 0.01)) } ?? fromSkyline
    }

    /// The dark channel against the brightest air (He, Sun, Tang, "Single Image Haze Removal", 2009), less where contrast or
    /// masonry shows that the air is clear.
    private static func haze(_ f: SceneFeatures, structure: StructureDetection) -> Plane {
        let darkest = f.linear.red.combined(with: f.linear.green, min).combined(with: f.linear.blue, min)
        let channel = darkest.minimumFiltered(radius: 4)
        let air = (channel.percentiles([0.995])[0]) + 1e-3
        let haze = GuidedFilter(
            guide: f.color.lightness,
            radius: 12,
            epsilon: 1e-3,
            subsampling: 1,
            parallelism: .serial
        ).apply(to: channel.map { $0 / air })
        let light = f.color.lightness
        let mean = light.boxBlurred(radius: 7)
        let square = light.map { $0 * $0 }.boxBlurred(radius: 7)
        return f.plane { i in
            let contrast = max(square.pixels[i] - mean.pixels[i] * mean.pixels[i], 0).squareRoot()
            return haze.pixels[i] * (1 - 0.75 * ramp(0.06, 0.16, contrast)) * (1 - 0.7 * structure.alpha.pixels[i])
        }
    }

    /// Contrast of middle-sized detail against brightness: high on walls of leaves and stone, low on ground.
    private static func relief(_ f: SceneFeatures) -> Plane {
        let light = f.color.lightness
        let detail = light.gaussianBlurred(sigma: 0.7).combined(with: light.gaussianBlurred(sigma: 8)) {
            ($0 - $1) * ($0 - $1)
        }
        return detail.boxBlurred(radius: 10).combined(with: light.boxBlurred(radius: 10)) {
            max($0, 0).squareRoot() / ($1 + 0.12)
        }
    }

    /// Scans each column from the bottom: ground takes the depth of the plane at its row, what stands on it keeps the
    /// depth of its foot, sky is far.
    private static func stixels(_ flat: PixelMask, sky: PixelMask, horizon: Float) -> (depth: Plane, base: [Float]) {
        let (width, height) = (flat.width, flat.height)
        var depth = Plane(width: width, height: height)
        var base = [Float](repeating: 1, count: width)
        func plane(_ y: Int) -> Float { clamp01((1 - Float(y) / Float(height)) / (1 - horizon)) }
        for x in 0..<width {
            var (hold, foot, gap, isBroken) = (plane(height - 1), height - 1, 0, false)
            for y in stride(from: height - 1, through: 0, by: -1) {
                if sky[x, y] {
                    depth[x, y] = 1
                } else if flat[x, y] {
                    hold = max(hold, plane(y))
                    depth[x, y] = hold
                    if !isBroken { foot = y }
                    gap = 0
                } else {
                    depth[x, y] = hold
                    gap += 1
                    if gap > height / 28 { isBroken = true }
                }
            }
            base[x] = Float(foot) / Float(height)
        }
        return (depth, base)
    }
}

extension Plane {
    /// The least value within ±radius pixels. For small planes.
    func minimumFiltered(radius: Int) -> Plane {
        var across = self
        for y in 0..<height {
            for x in 0..<width {
                across[x, y] = (max(0, x - radius)...min(width - 1, x + radius)).reduce(Float.infinity) {
                    min($0, self[$1, y])
                }
            }
        }
        var result = across
        for y in 0..<height {
            for x in 0..<width {
                result[x, y] = (max(0, y - radius)...min(height - 1, y + radius)).reduce(Float.infinity) {
                    min($0, across[x, $1])
                }
            }
        }
        return result
    }
}
