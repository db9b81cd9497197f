import Foundation

/// Tells the subject of a picture from its background, on the small copy: a model of the colours along the border, one of
/// what differs from it, and the cheapest cut between both, refined in turns (Rother, Kolmogorov, Blake, "GrabCut", 2004).
struct SubjectSegmentation: Sendable {
    let mask: PixelMask
    /// 0: a guess, 1: certain.
    let confidence: Float
    /// Below this the outline is given up for an oval.
    static let leastConfidence: Float = 0.15

    init(_ f: SceneFeatures, references: [SceneFeatures] = []) {
        let border = Self.border(f)
        let colors = f.mixtureColors
        let oval = Self.likelihood(f)
        guard var behind = ColorMixture(Self.sample(colors, where: border), componentCount: 5),
            var subject = Self.firstSubject(f, colors: colors, behind: behind, references: references)
        else {
            (mask, confidence) = (f.mask { Self.oval(f, at: $0) > 0.5 }, 0)
            return
        }
        let certain = border.combined(with: f.mask { Self.oval(f, at: $0) < 0.02 }) { $0 && $1 }
        var side = f.mask { _ in false }
        for _ in 0..<3 {
            side = Self.cut(f, colors: colors, subject: subject, behind: behind, oval: oval, certainlyBehind: certain)
            let rest = !side
            guard let nextSubject = ColorMixture(Self.sample(colors, where: side), componentCount: 5),
                let nextBehind = ColorMixture(Self.sample(colors, where: rest), componentCount: 5)
            else { break }
            (subject, behind) = (nextSubject, nextBehind)
        }
        let whole = Self.mainPieces(side)
        let trust = Self.confidence(of: whole, f, colors: colors, subject: subject, behind: behind)
        (mask, confidence) = (trust >= Self.leastConfidence ? whole : f.mask { Self.oval(f, at: $0) > 0.5 }, trust)
    }

    /// The frame's border, less its lower middle: subjects often stand on the lower edge.
    private static func border(_ f: SceneFeatures) -> PixelMask {
        let ring = max(2, Int(0.035 * Float(max(f.width, f.height))))
        return f.mask { i in
            let (x, y) = (i % f.width, i / f.width)
            let isSide = (x < ring || x >= f.width - ring) && y < f.height * 17 / 20
            let fromMiddle = abs(Float(x) / Float(f.width) - 0.5)
            return y < ring || isSide || (y >= f.height - ring && fromMiddle > 0.42)
        }
    }

    /// Where subjects are: 1 in the middle … 0 at the corners.
    private static func oval(_ f: SceneFeatures, at i: Int) -> Float {
        let (x, y) = (Float(i % f.width) / Float(f.width) - 0.5, f.rowShare(i) - 0.54)
        return 1 - ramp(0.12, 0.30, x * x + 0.8 * y * y)
    }

    /// The oval, and where the background is out of focus what is sharp: 0…1.
    private static func likelihood(_ f: SceneFeatures) -> Plane {
        let gray = f.encoded.luma()
        let double = gray.resampled(width: 2 * f.width, height: 2 * f.height)
        let focus = FocusMeasure(f, luma: double, sky: f.mask { _ in false })
        let trust = ramp(0.25, 0.5, focus.defocus)
        return f.plane { i in
            clamp01(oval(f, at: i) + 1.2 * trust * (focus.sharpness.pixels[i] - 0.5))
        }
    }

    /// Colours at up to 4,000 places of a mask, evenly over its pixels.
    private static func sample(_ colors: [ColorMixture.Color], where mask: PixelMask) -> [ColorMixture.Color] {
        let members = colors.indices.filter { mask.pixels[$0] }
        let step = max(1, members.count / 4000)
        return stride(from: 0, to: members.count, by: step).map { colors[members[$0]] }
    }

    /// What of the frame's middle is least like its border, and the same of each reference.
    private static func firstSubject(
        _ f: SceneFeatures,
        colors: [ColorMixture.Color],
        behind: ColorMixture,
        references: [SceneFeatures]
    ) -> ColorMixture? {
        var chosen = unlike(behind, colors, on: border(f), within: likelihood(f))
        for reference in references {
            let others = reference.mixtureColors
            let ring = border(reference)
            guard let model = ColorMixture(sample(others, where: ring), componentCount: 5) else {
                continue
            }
            // Colours of the frontal background are no news, whatever surrounds the subject in the reference.
            chosen += unlike(model, others, on: ring, within: likelihood(reference)).filter { behind.energy($0) > -2 }
        }
        return ColorMixture(chosen, componentCount: 5)
    }

    private static func unlike(
        _ border: ColorMixture,
        _ colors: [ColorMixture.Color],
        on ring: PixelMask,
        within oval: Plane
    ) -> [ColorMixture.Color] {
        let borderEnergies = sample(colors, where: ring).map(border.energy)
        let middle = stride(from: 0, to: colors.count, by: 3).filter { oval.pixels[$0] > 0.5 }
        let energies = middle.map { border.energy(colors[$0]) }
        guard let usual = borderEnergies.quantile(0.9), let most = energies.quantile(0.9),
            let upper = energies.quantile(0.55)
        else { return [] }
        // Light that falls off across a wall makes its middle a little unlike its border; subjects are much more so.
        let limit = max(upper, usual + 0.25 * min(max(most - usual, 0), 40))
        return zip(middle, energies).filter { $0.1 >= limit }.map { colors[$0.0] }
    }

    private static func cut(
        _ f: SceneFeatures,
        colors: [ColorMixture.Color],
        subject: ColorMixture,
        behind: ColorMixture,
        oval: Plane,
        certainlyBehind: PixelMask
    ) -> PixelMask {
        let (width, height) = (f.width, f.height)
        let grid = GridCut(width: width, height: height)
        let steps = [(4, 1, 0), (5, -1, 1), (6, 0, 1), (7, 1, 1)]
        func squaredStep(_ i: Int, _ j: Int) -> Float {
            let d = colors[i] - colors[j]
            return (d * d).sum()
        }
        var (sum, count): (Double, Int) = (0, 0)
        for y in 0..<height {
            for x in 0..<width - 1 {
                sum += Double(squaredStep(y * width + x, y * width + x + 1))
                count += 1
            }
        }
        let contrast = Float(sum / Double(max(1, count))) * 2 + 1e-6
        for y in 0..<height {
            for x in 0..<width {
                let i = y * width + x
                let prior = 2.5 * (0.5 - oval.pixels[i])
                let difference = min(max(subject.energy(colors[i]) - behind.energy(colors[i]), -8), 8) + prior
                let cost = certainlyBehind.pixels[i] ? 60 : difference
                grid.setCosts(
                    x,
                    y,
                    source: Int32((100 * max(cost, 0)).rounded()),
                    sink: Int32((100 * max(-cost, 0)).rounded())
                )
                for (direction, dx, dy) in steps {
                    guard (0..<width).contains(x + dx), y + dy < height else { continue }
                    let length: Float = dx != 0 && dy != 0 ? 1.414 : 1
                    let weight = 600 / length * exp(-squaredStep(i, i + dy * width + dx) / contrast) + 20
                    grid.join(x, y, direction: direction, cost: Int32(weight))
                }
            }
        }
        return PixelMask(width: width, height: height, pixels: grid.solve())
    }

    /// The largest piece and those a fifth its size, without holes: the inside of a cup is seldom the background.
    private static func mainPieces(_ mask: PixelMask) -> PixelMask {
        let pieces = mask.components()
        let largest = pieces.list.map(\.area).max() ?? 0
        let kept = pieces.mask { 5 * $0.area >= largest && $0.area > 0 }
        let gaps = (!kept).components(diagonally: false)
        let filled = gaps.mask { $0.area * 4 < largest && $0.minY > 0 }
        return kept.combined(with: filled) { $0 || $1 }
    }

    /// Certain is a subject of sensible size whose colours the border does not have and whose outline follows edges.
    private static func confidence(
        of mask: PixelMask,
        _ f: SceneFeatures,
        colors: [ColorMixture.Color],
        subject: ColorMixture,
        behind: ColorMixture
    ) -> Float {
        let share = mask.share
        guard share > 0.005 else { return 0 }
        let size = ramp(0.005, 0.03, share) * (1 - ramp(0.75, 0.95, share))
        var (right, count): (Float, Float) = (0, 0)
        for i in stride(from: 0, to: colors.count, by: 5) {
            let isSubject = subject.energy(colors[i]) < behind.energy(colors[i])
            right += isSubject == mask.pixels[i] ? 1 : 0
            count += 1
        }
        let separation = ramp(0.6, 0.92, right / max(count, 1))
        let outline = mask.dilated(1).combined(with: mask.eroded(1)) { $0 && !$1 }
        let overall = f.gradient.mean
        let edge = ramp(0.6, 1.8, (f.gradient.mean(where: outline) ?? 0) / (overall + 1e-5))
        let onTop = (0..<f.width).filter { mask[$0, 0] }.count
        let onSides = (0..<f.height).reduce(0) { $0 + (mask[0, $1] ? 1 : 0) + (mask[f.width - 1, $1] ? 1 : 0) }
        let fits = 1 - 0.8 * ramp(0.12, 0.4, Float(onTop + onSides) / Float(f.width + f.height))
        let arbitrary = ramp(0.2, 0.5, weakShare(of: mask, outline: outline, colors: colors))
        return size * separation * separation * (0.3 + 0.7 * edge) * fits * (1 - 0.85 * arbitrary)
    }

    /// The share of an outline, less what lies on the frame, that has nearly equal colours on both sides: it was drawn
    /// through fur, or through the grass that the subject stands in.
    private static func weakShare(of mask: PixelMask, outline: PixelMask, colors: [ColorMixture.Color]) -> Float {
        let (width, height) = (mask.width, mask.height)
        let radius = max(3, max(width, height) / 50)
        func localMeans(_ side: PixelMask) -> [Plane] {
            let weight = side.plane
            let total = weight.boxBlurred(radius: radius, parallelism: .serial)
            return (0..<3).map { channel in
                let values = Plane(width: width, height: height, pixels: colors.map { $0[channel] })
                return values.multiplied(by: weight).boxBlurred(radius: radius, parallelism: .serial)
                    .combined(with: total) { $0 / ($1 + 1e-5) }
            }
        }
        let (inside, outside) = (localMeans(mask), localMeans(!mask))
        var (weak, count): (Float, Float) = (0, 0)
        for y in radius..<max(radius, height - radius) {
            for x in radius..<max(radius, width - radius) where outline[x, y] {
                let difference = zip(inside, outside).reduce(Float(0)) { sum, pair in
                    let d = pair.0[x, y] - pair.1[x, y]
                    return sum + d * d
                }
                count += 1
                if difference < 0.09 * 0.09 { weak += 1 }
            }
        }
        return weak / max(1, count)
    }
}

extension SceneFeatures {
    /// The colour of each pixel as mixtures take it: opponent axes weigh double.
    fileprivate var mixtureColors: [ColorMixture.Color] {
        color.lightness.pixels.indices.map {
            ColorMixture.Color(color.lightness.pixels[$0], 2 * color.a.pixels[$0], 2 * color.b.pixels[$0])
        }
    }
}
