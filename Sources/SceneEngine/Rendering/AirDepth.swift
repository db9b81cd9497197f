extension SceneAnalysis {
    /// Depth for fog and haze: buildings are brought forward to about the nearest distance found on them. A tower's foot is
    /// often hidden, and then its storeys seem to stand at different distances: fog would cut it into strips.
    ///
    /// The nearest is a power mean of nearness (1 - depth), weighted by the building, over an eighth of the width.
    func depthOfAir(backdrop: Plane, _ parallelism: Parallelism) -> Plane {
        guard structure.coverage > 0.004 else { return depth }
        let small = { (plane: Plane) in
            plane.downsampled(width: max(1, width / 8), height: max(1, height / 8), parallelism: parallelism)
        }
        let weight = small(structure.alpha)
        let powers = small(depth).combined(with: weight) { depth, weight in
            let nearness = max(0, 1 - depth), square = nearness * nearness
            return square * square * square * square * weight
        }
        let sigma = Float(width) / 64
        let sums = powers.gaussianBlurred(sigma: sigma, parallelism: parallelism)
        let weights = weight.gaussianBlurred(sigma: sigma, parallelism: parallelism)
        let nearest = sums.combined(with: weights) { sum, weight in
            1 - min(1, max(0, sum) / (weight + 1e-4)).squareRoot().squareRoot().squareRoot()
        }
        let whole = weight.withRoofs(under: small(backdrop))
            .gaussianBlurred(sigma: Float(width) / 400, parallelism: parallelism).map { min(1, 1.6 * $0) }
        let share = GuidedFilter(
            guide: luma,
            radius: max(2, width / 40),
            epsilon: 1e-3,
            subsampling: 4,
            parallelism: parallelism
        ).apply(to: whole.resampled(width: width, height: height, parallelism: parallelism))
            .combined(with: backdrop) { min(max($0, 0), 1) * (1 - $1) }
        let held = nearest.resampled(width: width, height: height, parallelism: parallelism)
            .combined(with: depth) { min($0, $1) }
        return depth.mixed(with: held, by: share, parallelism: parallelism)
    }
}

extension Plane {
    /// This mask of walls with what stands right above them, less and less, up to sky or water: roofs have no windows or
    /// straight edges to be known by. For small planes.
    fileprivate func withRoofs(under backdrop: Plane) -> Plane {
        var result = self
        for y in stride(from: height - 2, through: 0, by: -1) {
            for x in 0..<width {
                result[x, y] = max(self[x, y], 0.965 * result[x, y + 1] * (1 - backdrop[x, y]))
            }
        }
        return result
    }
}
