import CPixelKernels

extension RenderStep {
    /// Rime on plants and ground outdoors: white on every lit tip, pale below, and nothing covered.
    static let hoarfrost = RenderStep("growing rime", for: .frost) { state in
        guard state.takesWeather, state.snowCover == nil else { return }
        let scene = state.scene
        let bare = RenderState.union(state.backdropAlpha, scene.protected.alpha, state.parallelism)
        let grain = state.noise(FractalNoise(scale: 9 * state.scale, octaves: 4, gain: 0.65), salt: 195)
        let planes = [state.foliage, scene.ground.alpha, bare, state.relief.localBrightness, grain]
        let amount = min(1, 0.3 + 0.8 * state.strength(of: .frost))
        state.image.updateSequence(reading: planes, parallelism: state.parallelism) { image, p, count in
            pk_hoarfrost(image, p[0], p[1], p[2], p[3], p[4], amount, count)
        }
    }
}
