/// The sky of the small copy, and how far to trust it.
struct SkyDetection: Sendable {
    let mask: PixelMask
    let confidence: Float
    let colors: SkyColors
    /// A straight horizon below which sky-like pixels are water.
    let split: HorizonSplit?
    /// The sky has one smooth colour: clear or evenly overcast.
    let isUniform: Bool
    /// A sky was found and then refused: the reason.
    let refusal: String?

    var isFound: Bool { confidence > 0 }

    /// For each column the last row of the run of sky from the top; -1 without.
    func skyline() -> [Int] {
        (0..<mask.width).map { x in (0..<mask.height).last { mask[x, $0] } ?? -1 }
    }
}

extension SkyDetection {
    /// 1. seeds: pixels that look like sky and hang together with the top row
    /// 2. a horizon that splits sky from water of its colour
    /// 3. a graph cut between what is surely sky and surely not
    /// 4. holes between branches, clouds cut off
    /// 5. doubts: walls, soft borders, a background out of focus
    ///
    /// `luma` is the small copy's grey at twice its size.
    static func find(_ f: SceneFeatures, luma: Plane, mirror: MirroredWater, faceShare: Float) -> SkyDetection {
        let colors = SkyColors(f)
        let nothing = PixelMask(width: f.width, height: f.height)
        let likelihood = colors.likelihood.pixels
        let seeds = f.mask { likelihood[$0] > 0.42 && f.gradient.pixels[$0] < 0.035 }.closed(1).reachingTop()
        func refused(_ reason: String?) -> SkyDetection {
            SkyDetection(mask: nothing, confidence: 0, colors: colors, split: nil, isUniform: false, refusal: reason)
        }
        guard seeds.share > 0.025, topShare(seeds) > 0.22 else { return refused(nil) }
        let cool = colors.blue.combined(with: colors.cloud, max)
        guard cool.mean(where: seeds) ?? 0 >= 0.18 else { return refused(nil) }

        let split = HorizonSplit.find(f, seeds: seeds, smoothness: colors.smoothness)
        let horizon = split?.row ?? (mirror.isCertain ? mirror.row : nil)
        let seedTextures = f.texture.values(where: seeds.combined(with: f.mask { f.rowShare($0) < 0.5 }) { $0 && $1 })
        let isUniform = seedTextures.count > 50 && (seedTextures.quantile(0.75) ?? 1) < 0.006
        let unlikeSky = isUniform ? unlikeSky(f, seeds) : nil
        let labels = labels(f, colors, seeds: seeds, horizon: horizon, unlikeSky: unlikeSky)
        guard labels.filter({ $0 == .surelyInside }).count > 20 else { return refused(nil) }
        var cut = ColorCut(f, labels: labels).solve()
        if !isUniform { cut = withBrightClouds(cut, f, colors) }
        let mask = SkyRegion(f: f, colors: colors, seeds: seeds, horizon: horizon, unlikeSky: unlikeSky).keep(cut)
        guard !mask.isEmpty else { return refused(nil) }

        if isWall(mask, f, luma: luma, colors: colors) { return refused("a wall with parallel lines") }
        let evidence = SkyEvidence(
            mask: mask,
            f: f,
            luma: luma,
            colors: colors,
            focus: FocusMeasure(f, luma: luma, sky: mask),
            faceShare: faceShare,
            hasHorizon: split != nil
        )
        return SkyDetection(
            mask: evidence.confidence > 0 ? mask : nothing,
            confidence: evidence.confidence,
            colors: colors,
            split: evidence.confidence > 0 ? split : nil,
            isUniform: isUniform,
            refusal: evidence.confidence > 0 ? nil : evidence.doubt
        )
    }

    private static func topShare(_ mask: PixelMask) -> Float {
        let rows = max(2, mask.height / 40)
        return Float(mask.pixels.prefix(rows * mask.width).filter { $0 }.count) / Float(rows * mask.width)
    }

    private static func labels(
        _ f: SceneFeatures,
        _ colors: SkyColors,
        seeds: PixelMask,
        horizon: Int?,
        unlikeSky: PixelMask?
    ) -> [ColorCut.Label] {
        let likelihood = colors.likelihood.pixels
        var labels = likelihood.indices.map { i -> ColorCut.Label in
            if seeds.pixels[i], likelihood[i] > 0.5 { return .surelyInside }
            return likelihood[i] > 0.3 && f.rowShare(i) < 0.75 ? .perhapsInside : .perhapsOutside
        }
        let evenSky = unlikeSky != nil ? joinedWithoutEdge(f, seeds) : nil
        for i in labels.indices {
            if evenSky?.pixels[i] ?? false, labels[i] == .perhapsOutside { labels[i] = .perhapsInside }
            let isBelowHorizon = horizon.map { i / f.width > $0 + 1 } ?? false
            // Beside an edge the sky seems rough as well: blue and white count more than roughness there.
            let isRough = f.texture.pixels[i] > 0.05 && colors.plausibility.pixels[i] < 0.25
            if isBelowHorizon || isRough || colors.green.pixels[i] > 0.5 || f.rowShare(i) > 0.92
                || (unlikeSky?.pixels[i] ?? false && !(evenSky?.pixels[i] ?? false))
            {
                labels[i] = isBelowHorizon && colors.plausibility.pixels[i] > 0.25 ? .likeInside : .surelyOutside
            }
        }
        return labels
    }

    /// In a clear or evenly overcast sky, whatever is darker than the sky around it, or rougher and yellower, is something
    /// else: this keeps hazy mountains, pyramids and camels out of the sky.
    private static func unlikeSky(_ f: SceneFeatures, _ seeds: PixelMask) -> PixelMask {
        let weight = seeds.plane.combined(with: f.texture) { $1 < 0.006 ? $0 : 0 }
        let (lightness, texture) = (f.color.lightness, f.texture)
        let fallback = lightness.mean(where: seeds) ?? 1
        // A wide window: half the frame across, a third down.
        func wideMean(_ plane: Plane) -> Plane {
            let small = plane.downsampled(width: max(1, f.width / 4), height: max(1, f.height / 4))
            return small.boxBlurred(across: max(1, f.width / 16), down: max(1, f.height / 24))
                .resampled(width: f.width, height: f.height)
        }
        let (sum, total) = (wideMean(lightness.multiplied(by: weight)), wideMean(weight))
        let warmth = wideMean(f.color.b.multiplied(by: weight))
        let sunlit = wideMean(lightness.map { $0 > 0.985 ? 1 : 0 })
        let unlike = f.plane { i in
            let share = total.pixels[i]
            let reference = share > 1e-3 ? sum.pixels[i] / (share + 1e-6) : fallback
            let (light, texture) = (lightness.pixels[i], texture.pixels[i])
            if light < reference - 0.16 || (texture > 0.012 && light < reference - 0.07) { return 1 }
            // Clouds in the evening are as warm, and brighter than the sky; around a low sun the sky itself is.
            guard share > 1e-3, texture > 0.008, light < reference + 0.05, sunlit.pixels[i] < 0.01 else { return 0 }
            return f.color.b.pixels[i] > warmth.pixels[i] / (share + 1e-6) + 0.06 ? 1 : 0
        }
        return unlike.boxBlurred(radius: 2).combined(with: unlike) { $0 > 0.5 && $1 > 0 ? 1 : 0 }.mask { $0 > 0 }
    }

    /// What an evenly lit sky passes into without an edge: toward a corner or the horizon it may get dark and change its hue.
    private static func joinedWithoutEdge(_ f: SceneFeatures, _ seeds: PixelMask) -> PixelMask {
        let even = f.mask { f.gradient.pixels[$0] < 0.018 && f.texture.pixels[$0] < 0.006 }.eroded(1)
        let pieces = even.components(diagonally: false)
        return pieces.mask { 2 * pieces.mask(of: $0).combined(with: seeds) { $0 && $1 }.count > $0.area }.dilated(1)
    }

    private static func withBrightClouds(_ cut: PixelMask, _ f: SceneFeatures, _ colors: SkyColors) -> PixelMask {
        let near = cut.dilated(12)
        return cut.combined(
            with: f.mask {
                f.color.lightness.pixels[$0] > 0.55 && colors.likelihood.pixels[$0] > 0.33 && f.rowShare($0) < 0.45
                    && colors.green.pixels[$0] < 0.5 && near.pixels[$0]
            }
        ) { $0 || $1 }
    }

    private static func isWall(_ mask: PixelMask, _ f: SceneFeatures, luma: Plane, colors: SkyColors) -> Bool {
        guard colors.blue.mean(where: mask) ?? 0 < 0.5 else { return false }
        let inner = mask.closed(5).eroded(3).plane.resampled(width: luma.width, height: luma.height).mask { $0 > 0.5 }
        return ParallelLines.count(luma: luma, inside: inner) >= 4
    }
}
