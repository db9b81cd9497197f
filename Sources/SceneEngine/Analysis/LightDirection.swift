/// Where the light comes from, as shares of the picture's width and height.
struct LightDirection: Sendable, Hashable {
    let x: Float
    let y: Float

    init(x: Float, y: Float) {
        self.x = x
        self.y = y
    }

    /// The brightest region of the sky, or of the picture where no sky is in view.
    init(_ f: SceneFeatures, sky: SkyDetection) {
        let luminance = f.linear.luminance()
        let hasSky = sky.isFound && sky.mask.share > 0.02
        let weight = hasSky ? sky.mask.plane : Plane(width: f.width, height: f.height, repeating: 1)
        let sigma = Float(f.width) / (hasSky ? 50 : 20)
        let light = luminance.combined(with: weight, *).gaussianBlurred(sigma: sigma)
        let density = weight.gaussianBlurred(sigma: sigma)
        let brightness = light.combined(with: density) { $0 / ($1 + 0.05) }
        let brightest = brightness.pixels.indices.max { brightness.pixels[$0] < brightness.pixels[$1] } ?? 0
        x = (Float(brightest % f.width) + 0.5) / Float(f.width)
        y = (Float(brightest / f.width) + 0.5) / Float(f.height)
    }
}
