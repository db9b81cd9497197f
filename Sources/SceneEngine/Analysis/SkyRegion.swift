/// Which pieces of a cut are sky: those that reach the top, holes between branches, clouds with a gap around them.
struct SkyRegion {
    let f: SceneFeatures
    let colors: SkyColors
    let seeds: PixelMask
    let split: HorizonSplit?
    let isUniform: Bool

    private var lowestRow: Int { split?.row ?? f.height }

    func keep(_ cut: PixelMask) -> PixelMask {
        let top = cut.reachingTop()
        var kept = withHoles(top, of: cut)
        kept = withLargePieces(kept, of: cut, near: top.dilated(10))
        kept = withPiecesBeyondGaps(kept, of: cut)
        kept = withBlueContinued(kept)
        return isUniform ? kept : withGapsFilled(kept)
    }

    /// Cables, poles and branches cut a sky in pieces: those that go on in the same colour on the other side belong to it.
    private func withPiecesBeyondGaps(_ start: PixelMask, of cut: PixelMask) -> PixelMask {
        let blue = f.mask {
            colors.blue.pixels[$0] > 0.5 && colors.plausibility.pixels[$0] > 0.4 && f.gradient.pixels[$0] < 0.035
                && $0 / f.width <= lowestRow
        }
        var kept = start
        for _ in 0..<4 {
            let pieces = cut.combined(with: blue) { $0 || $1 }.combined(with: kept) { $0 && !$1 }
                .components(diagonally: false)
            let near = kept.dilated(6)
            let accepted = pieces.mask { piece in
                guard piece.area > 12 else { return false }
                let mask = pieces.mask(of: piece)
                let contact = mask.combined(with: near) { $0 && $1 }
                guard 8 * contact.count > piece.width, colors.plausibility.mean(where: mask) ?? 0 > 0.4 else {
                    return false
                }
                let facing = kept.combined(with: contact.dilated(8)) { $0 && $1 }
                return colorDistance(contact, facing) < 0.04
            }
            guard !accepted.isEmpty else { break }
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

    /// Follows blue down to the next edge, through passages at least three pixels wide: the likelihood's preference for the
    /// upper half would end a sky that fills the frame.
    private func withBlueContinued(_ kept: PixelMask) -> PixelMask {
        let open = f.mask {
            colors.blue.pixels[$0] > 0.4 && colors.plausibility.pixels[$0] > 0.35 && f.gradient.pixels[$0] < 0.02
                && $0 / f.width <= lowestRow
        }.eroded(1)
        let pieces = open.combined(with: kept) { $0 || $1 }.components(diagonally: false)
        let joined = pieces.mask { kept.combined(with: pieces.mask(of: $0)) { $0 && $1 }.count > 0 }
        let grown = kept.combined(with: joined.dilated(1)) { $0 || $1 }
        let before = SkyEvidence.edgeSupport(kept, f)
        return SkyEvidence.edgeSupport(grown, f) >= before - 0.02 ? grown : kept
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
