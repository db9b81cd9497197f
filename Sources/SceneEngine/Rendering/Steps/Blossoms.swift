import CPixelKernels

extension RenderStep {
    /// Clusters of small flowers on the crowns of trees and shrubs, never on grass; under snow they show through.
    static let blossoms = RenderStep("opening blossoms", for: .blossom) { state in
        guard state.takesWeather else { return }
        let wanted = state.strength(of: .blossom)
        let isWinter = state.snowCover != nil
        state.paintFlowers(
            amount: isWinter ? 0.9 * wanted : 0.55 * wanted,
            pink: isWinter ? 0.75 : 0.8,
            size: isWinter ? 1.15 : 0.9
        )
    }
}

extension RenderState {
    fileprivate mutating func paintFlowers(amount: Float, pink: Float, size: Float) {
        let flowers = flowers(amount: amount, pink: pink, size: size)
        guard !flowers.isEmpty else { return }
        var layer = LinearImage(width: width, height: height)
        var coverage = Plane(width: width, height: height)
        let rowWidth = Int32(width)
        let parallelism = parallelism
        coverage.pixels.withUnsafeMutableBufferPointer { coverage in
            let coverage = coverage.baseAddress
            layer.update(parallelism: parallelism) { layer, _, rows in
                pk_flowers_paint(
                    layer,
                    coverage,
                    rowWidth,
                    flowers,
                    flowers.count,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        let reference = scene.illumination.percentile(0.85, where: backdropAlpha, isBelow: 2) ?? 0.6
        let light = scene.illumination.combined(with: relief.detail) {
            min(max(0.35 + 0.75 * $0 / reference + 1.2 * $1, 0.18), 1.25)
        }
        image.updateSequence(reading: layer.planes + [coverage, light], parallelism: parallelism) { image, p, count in
            pk_layer_blend(image, pk_rgb(reading: p[0...]), p[3], p[4], 0.95, count)
        }
    }

    private func flowers(amount: Float, pink: Float, size: Float) -> [pk_petal] {
        let clusters = noise(FractalNoise(scale: 34 * scale, octaves: 4, gain: 0.6), salt: 122)
        let crowns = crowns()
        let random = stream(121)
        let area = Float(width * height) / (700 * 1024) / max(1, scale * scale)
        let structure = scene.structure.alpha
        var result: [pk_petal] = []
        for index in 0..<Int(90_000 * amount * area) {
            let n = index * 8
            let x = random[n] * Float(width), y = random[n + 1] * Float(height)
            let place = min(Int(y), height - 1) * width + min(Int(x), width - 1)
            let crown =
                foliage.pixels[place] * (1 - smoothRise(0.35, 0.8, scene.ground.alpha.pixels[place]))
                * (1 - backdropAlpha.pixels[place]) * (1 - smoothRise(0.15, 0.4, structure.pixels[place]))
                * (1 - scene.protected.alpha.pixels[place])
            let chance =
                crown * crowns.pixels[place] * smoothRise(0.44, 0.58, clusters.pixels[place])
                * smoothRise(-0.9, 0.6, relief.localBrightness.pixels[place])
            guard random[n + 2] < chance else { continue }
            let near = 1 - scene.depth.pixels[place]
            let blush = min(1, random[n + 4] * random[n + 4].squareRoot() * pink * 1.6)
            let shade = 0.80 + 0.35 * random[n + 5]
            let color = pk_color(0.97, 0.91, 0.93) * (1 - blush) + pk_color(0.95, 0.60, 0.70) * blush
            result.append(
                pk_petal(
                    x: x,
                    y: y,
                    radius: (0.8 + 1.55 * near * (0.5 + 0.7 * random[n + 3])) * scale * size,
                    angle: random[n + 6] * 6.28,
                    aspect: 1,
                    color: color * shade
                )
            )
        }
        return result
    }
}

extension RenderState {
    /// Where trees and shrubs have their crowns: rough and wide. Grass is smooth, plants along a path are narrow.
    func crowns() -> Plane {
        foliage.combined(with: relief.roughness) { $0 * smoothRise(0.055, 0.10, $1) }
            .gaussianBlurred(sigma: 14 * scale, parallelism: parallelism)
            .smoothstep(0.35, 0.6, parallelism: parallelism)
    }
}
