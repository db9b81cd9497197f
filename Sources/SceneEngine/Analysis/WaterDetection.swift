import Foundation

/// Lakes, rivers and the sea on the small copy: smooth, sky-coloured or cool, streaked along the horizontal, below the
/// skyline, with a straight far shore.
struct WaterDetection: Sendable {
    let mask: PixelMask
    let confidence: Float

    init(
        _ f: SceneFeatures,
        sky: SkyDetection,
        mirror: MirroredWater,
        plants: PlantDetection,
        structure: StructureDetection,
        prior: Float
    ) {
        let search = WaterSearch(f, sky: sky, plants: plants, structure: structure, prior: prior)
        var mask = PixelMask(width: f.width, height: f.height)
        var confidence: Float = 0
        // Under a horizon, stalks and posts that stand before the water do not part it.
        let pieces = (sky.split == nil ? search.candidates : search.candidates.closed(4)).components()
        for piece in pieces.list {
            guard let quality = search.quality(of: piece, in: pieces) else { continue }
            mask = mask.combined(with: pieces.mask(of: piece)) { $0 || $1 }
            confidence = max(confidence, quality)
        }
        if confidence > 0 {
            if sky.split != nil {
                mask = search.withOtherSides(mask, pieces).combined(with: search.candidates) { $0 && $1 }
            }
            mask = search.withIslands(mask)
            if let split = sky.split {
                let surface = search.surface(below: split.row, seeds: mask, mirroring: 0, known: mask)
                // Only between pieces of the water: its colour is no proof beyond them.
                let between = surface.combined(with: mask.closed(f.width / 14)) { $0 && $1 }
                mask = mask.combined(with: between) { $0 || $1 }
            }
            mask = search.withoutFarLand(search.grown(mask))
            confidence = min(confidence, search.limit(of: mask, isMirrored: mirror.isCertain))
        }
        if let row = mirror.row, mirror.isCertain || sky.confidence > 0.6 {
            let reflection = search.surface(below: row, seeds: mirror.surface(f), mirroring: mirror.reach, known: mask)
            if reflection.share > 0.02 {
                mask = mask.combined(with: reflection) { $0 || $1 }
                confidence = max(confidence, 0.5 + 0.5 * ramp(0.09, 0.25, mirror.strength))
            }
        } else if confidence == 0, let shore = search.levelShore {
            let found = search.grown(
                search.surface(below: shore.row, seeds: shore.strip, mirroring: 0, known: mask)
            )
            if found.share > 0.02 { (mask, confidence) = (found, shore.confidence) }
        }
        self.mask = mask
        self.confidence = confidence
    }
}

private struct WaterSearch {
    let f: SceneFeatures
    let sky: SkyDetection
    let plants: PlantDetection
    let structure: StructureDetection
    let prior: Float
    /// Nothing but the photograph speaks for water: it has to speak louder.
    let isUnsupported: Bool
    let skyline: [Int]
    /// Share of gradients that run down the image: 0.5 for isotropic texture, more for waves seen flat.
    let streaks: Plane
    /// How near each colour is to one of the sky's main ones.
    let skyColor: Plane
    let likelihood: Plane
    let candidates: PixelMask

    init(
        _ f: SceneFeatures,
        sky: SkyDetection,
        plants: PlantDetection,
        structure: StructureDetection,
        prior: Float
    ) {
        self.f = f
        self.sky = sky
        self.plants = plants
        self.structure = structure
        self.prior = prior
        isUnsupported = prior == 0 && sky.split == nil
        let skyline = sky.skyline()
        self.skyline = skyline
        let across = f.gradientX.boxBlurred(across: 7, down: 4)
        let streaks = f.gradientY.boxBlurred(across: 7, down: 4).combined(with: across) { $0 / ($0 + $1 + 1e-5) }
        self.streaks = streaks
        let skyColor = Self.similarityToSky(f, sky)
        self.skyColor = skyColor
        let (hue, chroma, texture) = (f.hue.pixels, f.chroma.pixels, f.texture.pixels)
        let raw = f.plane { i in
            let cool = max(
                hueBand(180...290, softness: 15, hue[i]) * ramp(0.01, 0.03, chroma[i]),
                0.6 * (1 - ramp(0.025, 0.05, chroma[i]))
            )
            let row = f.rowShare(i)
            let below =
                sky.isFound
                ? ramp(-0.02, 0.06, row - Float(skyline[i % f.width]) / Float(f.height))
                : ramp(0.2, 0.5, row)
            let isSky: Float = sky.mask.pixels[i] ? 1 : 0
            // Ripples seen flat are rough, but they run level.
            let roughness = texture[i] * (1 - 0.6 * ramp(0.65, 0.9, streaks.pixels[i]))
            let value =
                max(skyColor.pixels[i], 0.9 * cool) * (1 - ramp(0.02, 0.06, roughness))
                * (0.45 + 0.55 * ramp(0.5, 0.72, streaks.pixels[i])) * below * (1 - sky.colors.green.pixels[i])
                * (1 - isSky) * (1 - 0.8 * ramp(0.3, 0.6, plants.green.pixels[i]))
            // Below a horizon across the "sky", what looks like sky is its mirror.
            if let split = sky.split, i / f.width >= split.row, isSky == 0, texture[i] < 0.03,
                f.color.lightness.pixels[i] > 0.45,
                max(sky.colors.blue.pixels[i], sky.colors.cloud.pixels[i], sky.colors.grey.pixels[i]) > 0.3
            {
                return max(value, 0.8)
            }
            return value
        }.boxBlurred(radius: 2)
        let likelihood = f.plane { i in
            let cool = hueBand(185...290, softness: 15, hue[i]) * ramp(0.012, 0.03, chroma[i])
            return raw.pixels[i] * (0.55 + 0.45 * clamp01(max(skyColor.pixels[i], cool)))
        }
        self.likelihood = likelihood
        let threshold = 0.50 - 0.14 * prior + (isUnsupported ? 0.25 : 0)
        candidates = likelihood.mask { $0 > threshold }.opened(2, 1)
    }

    /// Water mirrors the sky: how near a pixel's colour is to one of the sky's main colours, whole or half as saturated.
    private static func similarityToSky(_ f: SceneFeatures, _ sky: SkyDetection) -> Plane {
        let nothing = Plane(width: f.width, height: f.height)
        guard sky.isFound else { return nothing }
        let (lightness, a, b) = (f.color.lightness.pixels, f.color.a.pixels, f.color.b.pixels)
        let colors = sky.mask.pixels.indices.filter { sky.mask.pixels[$0] }.enumerated()
            .filter { $0.offset % 3 == 0 }
            .map { ColorMixture.Color(lightness[$0.element], 2 * a[$0.element], 2 * b[$0.element]) }
        guard let centers = ColorMixture(colors, componentCount: 4)?.centers else { return nothing }
        let similarity = f.plane { i in
            var best: Float = 0
            for center in centers {
                let dl = (lightness[i] - center.x) / 0.45
                for saturation in [0.5, 1] as [Float] {
                    let (da, db) = (a[i] - saturation * center.y / 2, b[i] - saturation * center.z / 2)
                    best = max(best, exp(-(da * da + db * db) / (0.035 * 0.035) - dl * dl))
                }
            }
            return best
        }
        return similarity.mean > 0.5 ? similarity.scaled(by: 0.7) : similarity
    }

    /// How far colour, smoothness and a shore can be trusted. A plain or a hillside behind haze passes all of these tests now
    /// and then: without a mirror image or a word of the prompt nothing tells it from a lake for certain, and less so under
    /// what is no certain sky, or where the horizon is an edge in few places.
    func limit(of mask: PixelMask, isMirrored: Bool) -> Float {
        guard !isMirrored, prior == 0 else { return 1 }
        guard sky.isFound else { return sky.refusal == nil ? 0.4 : SceneMask.leastConfidence }
        guard let split = sky.split else { return min(0.4, sky.confidence) }
        let columns = (0..<f.width).filter { x in
            (split.row..<min(f.height, split.row + 8)).contains { mask[x, $0] }
        }
        let isWide = ramp(0.2, 0.4, Float(columns.count) / Float(f.width))
        let isEdge = ramp(0.3, 0.5, HorizonSplit.alignedShare(of: columns, with: split.row, f))
        return min(SceneMask.leastConfidence + 0.3 * isWide * isEdge, sky.confidence)
    }

    /// Water mirrors the sky and adds blue or green: what is yellower than any of it, and yellow at all, is sand or soil.
    private func isWarmerThanSky(_ mask: PixelMask) -> Bool {
        guard sky.isFound, let surface = f.color.b.values(where: mask).quantile(0.5) else { return false }
        let warmest = f.color.b.values(where: sky.mask).quantile(0.9) ?? 0
        return surface > max(warmest, 0) + 0.015
    }

    /// How much a piece looks like a body of water; nil when it does not.
    func quality(of piece: MaskComponent, in pieces: MaskComponents) -> Float? {
        let share = Float(piece.area) / Float(f.width * f.height)
        guard share >= 0.006 else { return nil }
        let mask = pieces.mask(of: piece)
        let shore = FarShore(mask, columns: piece.minX...piece.maxX, skyline: sky.isFound ? skyline : nil)
        guard shore.isPlausible(underSky: sky.isFound), !isWarmerThanSky(mask) else { return nil }
        var score = likelihood.mean(where: mask) ?? 0
        // A horizon is proof enough without waves, and no pavement lies under one.
        if sky.split == nil {
            score *= 0.6 + 0.4 * ramp(0.42, 0.62, streaks.mean(where: mask) ?? 0)
            score *= 1 - 0.45 * ramp(0.04, 0.12, structureAbove(piece))
        }
        score *= 1 - 0.5 * ramp(0.016, 0.03, f.texture.values(where: mask).quantile(0.5) ?? 1)
        let elongation = Float(piece.width) / Float(piece.height)
        let quality =
            score * (0.5 + 0.5 * ramp(0.6, 2, elongation)) * (0.6 + 0.4 * ramp(0.006, 0.04, share))
        return quality > 0.45 - 0.2 * prior + (isUnsupported ? 0.2 : 0) ? quality : nil
    }

    /// Mean structure in the strip above a piece: pavements lie under walls.
    private func structureAbove(_ piece: MaskComponent) -> Float {
        let rows = max(0, piece.minY - f.height / 8)..<min(f.height, piece.minY + 2)
        let values = rows.flatMap { y in (piece.minX...piece.maxX).map { structure.alpha[$0, y] } }
        return values.reduce(0, +) / Float(max(1, values.count))
    }

    /// Under a horizon the first strip of "water" may be a hazy shore: it gets darker downwards, then the water begins with
    /// a step to brighter. For each column the strip above that step is taken out.
    func withoutFarLand(_ mask: PixelMask) -> PixelMask {
        guard let split = sky.split else { return mask }
        let reach = f.height / 7
        // Stalks and masts before the water are as dark, and narrow.
        let rows = split.row..<min(f.height, split.row + 2 * reach + 8)
        var light = f.color.lightness
        for y in rows {
            for x in 0..<f.width {
                light[x, y] =
                    (max(0, x - 6)...min(f.width - 1, x + 6)).map { f.color.lightness[$0, y] }
                    .quantile(0.5) ?? 0
            }
        }
        let starts = (0..<f.width).map { x -> Float in
            guard let top = (0..<f.height).first(where: { mask[x, $0] }), top < split.row + reach else { return 0 }
            let strip = top..<min(f.height - 1, top + reach)
            guard let darkest = strip.min(by: { light[x, $0] < light[x, $1] }) else { return 0 }
            let below = darkest..<min(f.height, darkest + 8)
            let brightest = below.map { light[x, $0] }.max() ?? 0
            guard brightest - light[x, darkest] > 0.03 else { return 0 }
            let middle = 0.5 * (brightest + light[x, darkest])
            return Float(below.first { light[x, $0] > middle } ?? darkest)
        }
        var result = mask
        for x in 0..<f.width {
            let near = Array(starts[max(0, x - 4)...min(f.width - 1, x + 4)])
            for y in 0..<min(f.height, Int(near.quantile(0.5) ?? 0)) { result[x, y] = false }
        }
        return result.opened(1, 1)
    }

    /// What hangs together with the seeds below a shore and has their colours; `mirroring` is how many rows below the shore
    /// show an image of those above, so that equal colours on both sides say nothing.
    func surface(below row: Int, seeds: PixelMask, mirroring reach: Int, known: PixelMask) -> PixelMask {
        let channels = [f.color.lightness, f.color.a, f.color.b].map { $0.boxBlurred(radius: 3, parallelism: .serial) }
        let labels = (0..<f.width * f.height).map { i -> ColorCut.Label in
            let (x, y) = (i % f.width, i / f.width)
            if sky.mask.pixels[i] || (y <= row && y >= row - reach) { return .likeInside }
            if y <= row { return .surelyOutside }
            if known.pixels[i] { return .surelyInside }
            let roughness = f.texture.pixels[i] * (1 - 0.6 * ramp(0.65, 0.9, streaks.pixels[i]))
            guard reach > 0 else {
                if seeds.pixels[i] { return .surelyInside }
                return roughness < 0.02 && skyColor.pixels[i] > 0.35 ? .perhapsInside : .perhapsOutside
            }
            let image = max(0, 2 * row - y) * f.width + x
            let lightness = channels[0].pixels[i] - channels[0].pixels[image]
            let (a, b) = (
                channels[1].pixels[i] - channels[1].pixels[image], channels[2].pixels[i] - channels[2].pixels[image]
            )
            let isAlike = a * a + b * b < 0.05 * 0.05 && lightness < 0.1 && lightness > -0.35
            if seeds.pixels[i] && isAlike { return .surelyInside }
            return roughness > 0.03 && !isAlike ? .perhapsOutside : .perhapsInside
        }
        let pieces = ColorCut(f, labels: labels).solve().opened(1, 1).components()
        let kept = pieces.mask { piece in
            2 * pieces.mask(of: piece).combined(with: seeds) { $0 && $1 }.count > min(f.height, 2 * piece.area / 5)
        }
        // The surface goes on behind posts and boats.
        let lowest = (0..<f.height).last { y in (0..<f.width).contains { kept[$0, y] } } ?? 0
        let means = channels.map { $0.mean(where: kept) ?? 0 }
        let others = pieces.mask { piece in
            guard piece.minY > row, piece.maxY <= lowest, 4 * (piece.minY - row) < lowest - row,
                piece.area > f.width * f.height / 1000
            else { return false }
            let mask = pieces.mask(of: piece)
            return zip(channels, means).allSatisfy { abs(($0.mean(where: mask) ?? 1) - $1) < 0.08 }
        }
        return withIslands(kept.combined(with: others) { $0 || $1 })
    }

    var levelShore: LevelShore? {
        LevelShore(f, sky: sky, skyColor: skyColor, streaks: streaks, plants: plants.green)
    }

    /// A lake goes on behind what stands before it: pieces that begin at the rows of an accepted one and look like water.
    func withOtherSides(_ accepted: PixelMask, _ pieces: MaskComponents) -> PixelMask {
        let rows = (0..<f.height).filter { y in (0..<f.width).contains { accepted[$0, y] } }
        guard let first = rows.first, let last = rows.last else { return accepted }
        let others = pieces.mask { piece in
            guard (first...last).contains(piece.minY), Float(piece.area) > 0.002 * Float(f.width * f.height) else {
                return false
            }
            return likelihood.mean(where: pieces.mask(of: piece)) ?? 0 > 0.5
        }
        return accepted.combined(with: others) { $0 || $1 }
    }

    /// Small islands, glints and boats belong to the surface.
    func withIslands(_ mask: PixelMask) -> PixelMask {
        let islands = (!mask).components().mask { Float($0.area) < 0.006 * Float(f.width * f.height) }
        return mask.combined(with: islands) { $0 || $1 }
    }

    /// Takes in neighbours of similar colour that the priors were too shy about, never above the far shore.
    func grown(_ start: PixelMask) -> PixelMask {
        var mask = start
        let shore = mask.farShore
        for i in 0..<max(0, shore - 2) * f.width { mask.pixels[i] = false }
        let texture = f.texture.values(where: mask).quantile(0.5) ?? 0
        let limit = min(0.034, 2.2 * texture + 0.012)
        let allowed = f.mask {
            $0 / f.width >= shore - 1 && f.texture.pixels[$0] < limit && plants.green.pixels[$0] < 0.35
                && !sky.mask.pixels[$0] && sky.colors.green.pixels[$0] < 0.4
        }
        let channels = zip([f.color.lightness, f.color.a, f.color.b], [1, 1.6, 1.6] as [Float])
        for _ in 0..<14 {
            let weight = mask.plane
            let density = weight.boxBlurred(radius: 6, parallelism: .serial)
            let ring = mask.dilated(1).combined(with: mask) { $0 && !$1 }.combined(with: allowed) { $0 && $1 }
            guard !ring.isEmpty else { break }
            var distances = Plane(width: f.width, height: f.height)
            for (channel, importance) in channels {
                let local = channel.combined(with: weight, *).boxBlurred(radius: 6, parallelism: .serial)
                for i in ring.pixels.indices where ring.pixels[i] {
                    let d = importance * (channel.pixels[i] - local.pixels[i] / (density.pixels[i] + 1e-4))
                    distances.pixels[i] += d * d
                }
            }
            let added = ring.combined(with: distances.mask { $0 < 0.075 * 0.075 }) { $0 && $1 }
            guard !added.isEmpty else { break }
            mask = mask.combined(with: added) { $0 || $1 }
        }
        return mask
    }
}
