import CPixelKernels

extension RenderStep {
    /// Freezes still water: plates with cracks in perspective, frost, drifts of snow.
    static let frozenWater = RenderStep("freezing water", for: .ice) { state in
        guard let plate = state.waterPlate, state.hasWater else {
            state.warn("No water was found, so no ice was drawn.")
            return
        }
        let water = state.water
        guard let extent = WaterExtent(water: water, scene: state.scene) else { return }
        let (width, height, parallelism) = (state.width, state.height, state.parallelism)
        let body = plate.mapPlanes { $0.gaussianBlurred(sigma: Float(width) / 220, parallelism: parallelism) }
        let warp = state.noise(FractalNoise(scale: 60 * state.scale, octaves: 4), salt: 71)
        let texture = CloudTexture(side: 512, seed: state.seed, salt: 72, parallelism: parallelism)
        let amount = min(1, state.strength(of: .ice) * 1.15)
        let stream = state.stream(73).bits
        // About a dozen plates across the middle of the water, however large it looks.
        let middle = 0.5 / max(0.01, (extent.middleRow - extent.horizon) / Float(height))
        let cells = 3.2 * 9 / middle / 2.2
        Plane.withPointers([texture.plane]) { texturePointer in
            state.image.update(reading: body.planes + [water, warp], parallelism: parallelism) { image, p, rows in
                let first = max(rows.lowerBound, extent.rows.lowerBound),
                    end = min(rows.upperBound, extent.rows.upperBound)
                guard first < end else { return }
                var ice = pk_ice(
                    horizon: extent.horizon,
                    cells: cells,
                    warp: p[4],
                    texture: texturePointer[0],
                    side: Int32(texture.side),
                    stream: stream,
                    amount: amount
                )
                withScratch(count: 8 * width) { scratch in
                    pk_ice_rows(
                        image,
                        pk_rgb(reading: p[0...]),
                        p[3],
                        Int32(width),
                        Int32(height),
                        &ice,
                        Int32(first),
                        Int32(end),
                        scratch
                    )
                }
            }
        }
    }
}

/// Which rows water fills, and the horizon of its plane.
struct WaterExtent {
    let rows: Range<Int>
    let middleRow: Float
    let horizon: Float

    /// Nil when there is no water to speak of.
    init?(water: Plane, scene: SceneAnalysis) {
        let counts = (0..<water.height).map { y in
            water.pixels[y * water.width..<(y + 1) * water.width].reduce(0) { $0 + ($1 > 0.5 ? 1 : 0) }
        }
        let wet = counts.indices.filter { counts[$0] > 0 }
        guard let first = wet.first, let last = wet.last else { return nil }
        let height = Float(water.height)
        let top = Float(counts.firstIndex { $0 > water.width / 50 } ?? first)
        rows = max(0, first - 2)..<min(water.height, last + 3)
        middleRow = Float(wet[wet.count / 2])
        let isLevelWithHorizon = abs(scene.horizonRow - top) < 0.15 * height
        horizon = isLevelWithHorizon ? min(scene.horizonRow, top - max(2, 0.01 * height)) : top - 0.05 * height
    }
}
