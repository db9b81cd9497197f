import CPixelKernels

extension RenderStep {
    /// Takes haze off far things (after He, Sun, Tang, "Single Image Haze Removal Using Dark Channel Prior", 2009); the
    /// sky stays, for dividing its haze out would only show its noise.
    static let dehaze = RenderStep(
        "clearing haze",
        isNeeded: { $0.contains(.dehaze) || $0.suppresses(.fog) }
    ) { state in
        let amount: Float = state.plan.contains(.dehaze) ? 0.5 + 0.45 * state.strength(of: .dehaze) : 0.85
        let parallelism = state.parallelism
        let factor = max(1, state.width / 340)
        let (smallWidth, smallHeight) = (state.width / factor, state.height / factor)
        let small = state.image.mapPlanes {
            $0.downsampled(width: smallWidth, height: smallHeight, parallelism: parallelism)
        }
        let light = small.haziestLight(radius: 4)
        var ratio = Plane(width: smallWidth, height: smallHeight)
        var copy = small
        copy.withKernelImage { image in
            ratio.pixels.withUnsafeMutableBufferPointer { out in
                pk_haze_ratio(out.baseAddress, image, light, smallWidth * smallHeight)
            }
        }
        let transmission = ratio.eroded(radius: 4).map { 1 - 0.92 * amount * $0 }
        let fitted = GuidedFilter(
            guide: state.scene.luma,
            radius: state.width / 25,
            epsilon: 1e-3,
            subsampling: 4,
            parallelism: parallelism
        ).apply(to: transmission)
        state.image.updateSequence(reading: [fitted, state.scene.sky.alpha], parallelism: parallelism) {
            image,
            p,
            count in
            pk_clear_haze(image, p[0], p[1], light, count)
        }
    }
}

extension LinearImage {
    /// The colour of the haze: the mean of the pixels whose darkest channel, nearby, is brightest.
    fileprivate func haziestLight(radius: Int) -> pk_color {
        var darkest = red
        for i in darkest.pixels.indices { darkest.pixels[i] = min(red.pixels[i], green.pixels[i], blue.pixels[i]) }
        let dark = darkest.eroded(radius: radius)
        let limit = dark.percentiles([0.995])[0]
        var (sum, count) = (pk_color(0, 0, 0), Float(0))
        for i in dark.pixels.indices where dark.pixels[i] >= limit {
            sum = sum + pk_color(red.pixels[i], green.pixels[i], blue.pixels[i])
            count += 1
        }
        guard count > 0 else { return pk_color(0.8, 0.8, 0.8) }
        let mean = sum * (1 / count)
        return pk_color(max(mean.red, 0.05), max(mean.green, 0.05), max(mean.blue, 0.05))
    }
}

extension Plane {
    /// The least value within ±radius pixels.
    fileprivate func eroded(radius: Int) -> Plane {
        var rows = self, result = self
        for y in 0..<height {
            for x in 0..<width {
                var least = self[x, y]
                for near in Swift.max(0, x - radius)...Swift.min(width - 1, x + radius) {
                    least = Swift.min(least, self[near, y])
                }
                rows[x, y] = least
            }
        }
        for y in 0..<height {
            for x in 0..<width {
                var least = rows[x, y]
                for near in Swift.max(0, y - radius)...Swift.min(height - 1, y + radius) {
                    least = Swift.min(least, rows[x, near])
                }
                result[x, y] = least
            }
        }
        return result
    }
}
