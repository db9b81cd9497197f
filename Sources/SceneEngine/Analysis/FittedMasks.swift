import CPixelKernels

/// The findings of the small copy as soft masks at full size, fitted to the photograph's edges.
struct FittedMasks: Sendable {
    let sky: SceneMask
    let water: SceneMask
    let vegetation: SceneMask
    let dryFoliage: SceneMask
    let ground: SceneMask
    let structure: SceneMask
    let protected: SceneMask
    let backdrop: Backdrop?
    let depth: Plane
    let illumination: Plane
    let baseRow: [Float]

    init(
        _ finding: SceneFinding,
        features f: SceneFeatures,
        encoded: EncodedImage,
        luma: Plane,
        parallelism: Parallelism
    ) {
        let (width, height) = (luma.width, luma.height)
        let backdrops = FittedBackdrops(finding, features: f, encoded: encoded, parallelism: parallelism)
        let (sky, water) = (backdrops.sky, backdrops.water)
        backdrop = backdrops.backdrop
        func remaining(_ plane: Plane) -> Plane {
            plane.excluding(sky, water, parallelism: parallelism)
        }
        func radius(_ small: Float) -> Int { max(1, Int(small * f.scale)) }
        let fine = GuidedFilter(
            guide: luma,
            radius: radius(4),
            epsilon: 2e-3,
            subsampling: 4,
            parallelism: parallelism
        )
        let broad = GuidedFilter(
            guide: luma,
            radius: radius(10),
            epsilon: 5e-3,
            subsampling: 4,
            parallelism: parallelism
        )
        // Green cloth and brown tables are no plants and no ground.
        let outdoors = ramp(0.1, 0.5, finding.kind.outdoor)
        let light = GuidedFilter(
            guide: luma,
            radius: max(1, width / 28),
            epsilon: 0.02,
            subsampling: 4,
            parallelism: parallelism
        )
        illumination = light.apply(to: luma).clamped(0.02...1, parallelism: parallelism)
        self.sky = SceneMask(alpha: sky, confidence: finding.sky.confidence)
        self.water = SceneMask(alpha: water, confidence: finding.water.confidence)
        vegetation = SceneMask(
            alpha: remaining(fine.apply(to: finding.plants.green)),
            confidence: finding.plants.green.certainty * outdoors
        )
        dryFoliage = SceneMask(
            alpha: remaining(
                fine.apply(to: finding.plants.dry).smoothstep(0.12, 0.5, parallelism: parallelism)
            ),
            confidence: finding.plants.dry.certainty * outdoors
        )
        structure = SceneMask(
            alpha: remaining(fine.apply(to: finding.structure.alpha)),
            confidence: finding.structure.alpha.certainty
        )
        ground = SceneMask(
            alpha: remaining(broad.apply(to: finding.layout.ground)),
            confidence: finding.layout.ground.certainty * outdoors
        )
        protected = SceneMask(alpha: fine.apply(to: finding.subject.alpha), confidence: finding.subject.confidence)
        depth = broad.apply(to: finding.layout.depth).combined(with: sky, max)
        baseRow = Plane(width: f.width, height: 1, pixels: finding.layout.base)
            .resampled(width: width, height: 1).pixels.map { $0 * Float(height) }
    }
}

/// Sky and water at full size.
private struct FittedBackdrops {
    let sky: Plane
    let water: Plane
    let backdrop: Backdrop?

    init(_ finding: SceneFinding, features f: SceneFeatures, encoded: EncodedImage, parallelism: Parallelism) {
        let (width, height) = (encoded.width, encoded.height)
        let nothing = Plane(width: width, height: height)
        guard finding.sky.isFound || !finding.water.mask.isEmpty else {
            (sky, water, backdrop) = (nothing, nothing, nil)
            return
        }
        let filter = ColorGuidedFilter(
            guide: encoded.planes,
            radius: max(1, Int(6 * f.scale)),
            epsilon: 2e-4,
            subsampling: 2,
            parallelism: parallelism
        )
        let crowns = finding.plants.green.combined(with: finding.plants.dry, max).boxBlurred(radius: 3)
        let porous = crowns.combined(with: finding.structure.alpha) { $0 * (1 - $1) }
        func matte(_ mask: PixelMask) -> SoftMatte {
            SoftMatte(of: mask, porous: porous, features: f, image: encoded, filter: filter, parallelism: parallelism)
        }
        let skyMatte = finding.sky.isFound ? matte(finding.sky.mask) : nil
        var sky = skyMatte?.alpha ?? nothing
        if let split = finding.sky.split { sky.clearBelow(row: Float(split.row) * f.scale, softness: f.scale) }
        self.sky = sky
        guard !finding.water.mask.isEmpty else {
            (water, backdrop) = (nothing, skyMatte?.backdrop(width: width, height: height, parallelism: parallelism))
            return
        }
        let both = matte(finding.water.mask.combined(with: finding.sky.mask) { $0 || $1 })
        // Above its far shore no water can be, however like its edge the land there looks.
        let farShore = finding.water.mask.farShore
        let reach = finding.water.mask.dilated(6)
            .combined(with: f.mask { $0 / f.width >= farShore - 2 }) { $0 && $1 }
            .plane.gaussianBlurred(sigma: 1.5)
            .resampled(width: width, height: height, parallelism: parallelism)
        let certain = filter.apply(to: finding.water.mask.plane).smoothstep(0.6, 0.95, parallelism: parallelism)
        water = both.alpha.combined(with: sky) { max($0 - $1, 0) }.combined(with: reach, min)
            .combined(with: certain.combined(with: sky) { $0 * (1 - $1) }, max)
        backdrop = both.backdrop(width: width, height: height, parallelism: parallelism)
    }
}

extension Plane {
    /// How decided a soft mask is: near 0 where it is faint everywhere, 1 where it is full wherever it is set.
    fileprivate var certainty: Float {
        let (sum, squares) = (mean, map { $0 * $0 }.mean)
        return sum > 0.002 ? ramp(0.3, 0.7, squares / sum) : 0
    }

    /// What is left of a mask beside two others.
    func excluding(_ first: Plane, _ second: Plane, parallelism: Parallelism) -> Plane {
        Plane.withPointers([self, first, second]) { inputs in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * width
                pk_exclude(
                    out + offset,
                    inputs[0] + offset,
                    inputs[1] + offset,
                    inputs[2] + offset,
                    rows.count * width
                )
            }
        }
    }

    /// Fades to zero around a row and stays zero below.
    fileprivate mutating func clearBelow(row: Float, softness: Float) {
        for y in max(0, Int(row - softness))..<max(0, height) {
            let factor = 1 - ramp(row - softness, row + 1.5 * softness, Float(y))
            for x in 0..<width { self[x, y] *= factor }
        }
    }
}
