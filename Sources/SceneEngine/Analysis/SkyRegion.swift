/// Which pieces of a cut are sky: those that reach the top, holes between branches, clouds with a gap around them.
struct SkyRegion {
    let f: SceneFeatures
    let colors: SkyColors
    let seeds: PixelMask
    /// A row below which no sky can be.
    let horizon: Int?
    /// In a sky of one colour, what is something else; nil when the sky is not of one colour.
    let unlikeSky: PixelMask?

    private var isUniform: Bool { unlikeSky != nil }
    private var lowestRow: Int { horizon ?? f.height }

    func keep(_ cut: PixelMask) -> PixelMask {
        let top = cut.reachingTop()
        var kept = withHoles(top, of: cut)
        kept = withLargePieces(kept, of: cut, near: top.dilated(10))
        kept = withPiecesBeyondGaps(kept, of: cut)
        kept = withLowClouds(continued(kept))
        return isUniform ? kept : withGapsFilled(kept)
    }

    /// Cables, poles and branches cut a sky in pieces: those that go on in the same colour on the other side belong to it.
    private func withPiecesBeyondGaps(_ start: PixelMask, of cut: PixelMask) -> PixelMask {
        let blue = f.mask {
            colors.blue.pixels[$0] > 0.5 && colors.plausibility.pixels[$0] > 0.35 && $0 / f.width <= lowestRow
        }
        let smooth = blue.combined(with: f.gradient.mask { $0 < 0.035 }) { $0 && $1 }
        let smallArea = f.width * f.height / 40
        var kept = start
        for round in 0..<8 {
            // Large pieces have smooth insides; holes between leaves are all border.
            let allowed = cut.combined(with: round % 2 == 0 ? smooth : blue) { $0 || $1 }
            let pieces = allowed.combined(with: kept) { $0 && !$1 }.components(diagonally: false)
            let near = kept.dilated(6)
            let wideNear = kept.dilated(12)
            let accepted = pieces.mask { piece in
                guard piece.area > 3 else { return false }
                let mask = pieces.mask(of: piece)
                let isHole = piece.area < smallArea
                let contact = mask.combined(with: isHole ? wideNear : near) { $0 && $1 }
                guard 8 * contact.count > piece.width, colors.plausibility.mean(where: mask) ?? 0 > 0.4 else {
                    return false
                }
                let facing = kept.combined(with: contact.dilated(isHole ? 14 : 8)) { $0 && $1 }
                return colorDistance(contact, facing)
                    < (isHole && colors.blue.mean(where: mask) ?? 0 > 0.6 ? 0.09 : 0.04)
            }
            kept = kept.combined(with: accepted) { $0 || $1 }
        }
        return kept
    }

    private func colorDistance(_ first: PixelMask, _ second: PixelMask) -> Float {
        var squares: Float = 0
        for channel in [f.color.lightness, f.color.a, f.color.b] {
            guard let left = channel.mean(where: first), let right = channel.mean(where: second) else {
                return .infinity
            }
            squares += (left - right) * (left - right)
        }
        return squares.squareRoot()
    }

    /// Follows the sky down to the next edge, through passages at least three pixels wide: the likelihood's preference for
    /// the upper half would end a sky that fills the frame. Blue may go on over gentle gradients, other colours hardly.
    private func continued(_ kept: PixelMask) -> PixelMask {
        let open = f.mask { i in
            guard i / f.width <= lowestRow else { return false }
            // Above a shore that is known, an even sky may take any hue that skies have.
            let isEven = isUniform && horizon != nil && f.texture.pixels[i] < 0.006
            let limit: Float = isEven ? 0.018 : colors.blue.pixels[i] > 0.4 ? 0.02 : 0.012
            return colors.plausibility.pixels[i] > (isEven ? 0.15 : 0.35) && f.gradient.pixels[i] < limit
        }.eroded(1)
        let pieces = open.combined(with: kept) { $0 || $1 }.components(diagonally: false)
        let joined = pieces.mask { kept.combined(with: pieces.mask(of: $0)) { $0 && $1 }.count > 0 }
        let grown = kept.combined(with: joined.dilated(1)) { $0 || $1 }
        let before = SkyEvidence.edgeSupport(kept, f)
        return SkyEvidence.edgeSupport(grown, f) >= before - 0.02 ? grown : kept
    }

    /// Bright clouds over the horizon, down to the lowest row that the sky reaches elsewhere.
    private func withLowClouds(_ kept: PixelMask) -> PixelMask {
        let rows = (0..<f.width).compactMap { x in (0..<f.height).last { kept[x, $0] } }.map(Float.init)
        guard let low = rows.quantile(0.95), let light = f.color.lightness.mean(where: kept) else { return kept }
        let bright = f.mask { i in
            colors.plausibility.pixels[i] > 0.5 && f.color.lightness.pixels[i] > light && f.texture.pixels[i] < 0.03
                && Float(i / f.width) <= low && i / f.width <= lowestRow && !(unlikeSky?.pixels[i] ?? false)
        }
        let clouds = bright.combined(with: kept) { $0 && !$1 }.components()
        let near = kept.dilated(2)
        let accepted = clouds.mask { cloud in
            cloud.area > 12 && 6 * clouds.mask(of: cloud).combined(with: near) { $0 && $1 }.count > cloud.width
        }
        return kept.combined(with: accepted) { $0 || $1 }
    }

    /// Small pieces close by that have the sky's colour.
    private func withHoles(_ top: PixelMask, of cut: PixelMask) -> PixelMask {
        let near = top.dilated(7)
        let channels = [f.color.lightness, f.color.a, f.color.b]
        let statistics = channels.map { channel -> (mean: Float, deviation: Float) in
            let mean = channel.mean(where: seeds) ?? 0
            let square = channel.map { ($0 - mean) * ($0 - mean) }.mean(where: seeds) ?? 0
            return (mean, square.squareRoot() + 0.03)
        }
        return top.combined(
            with: f.mask { i in
                guard cut.pixels[i], near.pixels[i] else { return false }
                var distance: Float = 0
                for (channel, statistic) in zip(channels, statistics) {
                    let d = (channel.pixels[i] - statistic.mean) / (2 * statistic.deviation)
                    distance += d * d
                }
                return distance < 1.833  // A similarity exp(-d/2) above 0.4.
            }
        ) { $0 || $1 }
    }

    private func withLargePieces(_ kept: PixelMask, of cut: PixelMask, near: PixelMask) -> PixelMask {
        let pieces = cut.combined(with: kept) { $0 && !$1 }.components()
        let height = Float(f.height)
        let accepted = pieces.mask { piece in
            guard Float(piece.area) > 0.002 * Float(f.width * f.height), piece.centerY < 0.45 * height else {
                return false
            }
            let mask = pieces.mask(of: piece)
            return colors.likelihood.mean(where: mask) ?? 0 > 0.30 && f.color.lightness.mean(where: mask) ?? 0 > 0.5
                && near.plane.mean(where: mask) ?? 0 > 0.2
        }
        return kept.combined(with: accepted) { $0 || $1 }
    }

    /// Low gaps between sky above and sky below are clouds.
    private func withGapsFilled(_ kept: PixelMask) -> PixelMask {
        let lowest = (0..<f.width).map { x in (0..<f.height).last { kept[x, $0] } ?? 0 }
        let gaps = f.mask { !kept.pixels[$0] && $0 / f.width < lowest[$0 % f.width] && f.rowShare($0) < 0.5 }
            .components()
        let accepted = gaps.mask { gap in
            guard gap.area > 12, Float(gap.height) < 0.12 * Float(f.height) else { return false }
            return colors.likelihood.mean(where: gaps.mask(of: gap)) ?? 0 > 0.16
        }
        return kept.combined(with: accepted) { $0 || $1 }
    }
}
