/// Where the photograph is in focus: fine detail against coarse contrast. A background out of focus has contrast without
/// detail; still water, haze and clear sky have neither.
struct FocusMeasure: Sendable {
    /// 0 out of focus … 1 as sharp as the sharpest parts; 0.5 where there is too little contrast to tell. Small copy.
    let sharpness: Plane
    /// Coarse contrast: how much `sharpness` says.
    let contrast: Plane
    /// 0 everything sharp … 1 a sharp subject before a background out of focus.
    let defocus: Float

    /// Pixels with contrast and without detail, away from anything sharp.
    let soft: PixelMask

    /// `luma` is the small copy's grey at twice its size. Clouds are soft by nature: `sky` is left out of the total.
    init(_ f: SceneFeatures, luma: Plane, sky: PixelMask) {
        func energy(_ narrow: Plane, _ wide: Plane) -> Plane {
            narrow.combined(with: wide) { ($0 - $1) * ($0 - $1) }.boxBlurred(radius: 9)
                .downsampled(width: f.width, height: f.height)
        }
        let fine = energy(luma, luma.gaussianBlurred(sigma: 1))
        let coarse = energy(luma.gaussianBlurred(sigma: 2.5), luma.gaussianBlurred(sigma: 8))
        let ratio = fine.combined(with: coarse) { (max($0, 0) / (max($1, 0) + 1e-4)).squareRoot() }
        let contrast = coarse.map { ramp(0.012, 0.035, max($0, 0).squareRoot()) }
        let counted = contrast.mask { $0 > 0.5 }
        let sharpest = max(ratio.values(where: counted).quantile(0.9) ?? 1, 0.05)
        let sharpness = ratio.combined(with: contrast) { 0.5 + (ramp(0.15, 0.5, $0 / sharpest) - 0.5) * $1 }
        // Around an edge the coarse contrast reaches farther than the detail that it belongs to.
        let nearSharp = sharpness.mask { $0 > 0.65 }.dilated(9)
        let soft = f.mask { counted.pixels[$0] && sharpness.pixels[$0] < 0.35 && !nearSharp.pixels[$0] }
        let ground = f.mask { !sky.pixels[$0] }
        let softCount = soft.combined(with: ground) { $0 && $1 }.count
        let sharpCount = counted.combined(with: ground) { $0 && $1 }.count
        self.sharpness = sharpness
        self.contrast = contrast
        self.soft = soft
        defocus = Float(softCount) / Float(max(1, sharpCount))
    }
}
