/// What stands on a meadow that fills the frame: hens on a lawn, a bison. Without a sky in view and with grass all around,
/// whatever is not green is what the photograph was taken of.
struct MeadowSubject: Sendable {
    let mask: PixelMask
    /// 0: no subject of this kind, 1: for certain.
    let confidence: Float

    init(_ f: SceneFeatures, sky: SkyDetection, plants: PlantDetection) {
        let isMeadow = sky.isFound ? 0 : ramp(0.4, 0.55, plants.greenShare)
        guard isMeadow > 0 else {
            (mask, confidence) = (PixelMask(width: f.width, height: f.height), 0)
            return
        }
        let pieces = (!plants.green.mask { $0 > 0.5 }).opened(2, 2).components(diagonally: false)
        let frame = Float(f.width * f.height)
        // What the frame cuts off is a path or the edge of a wood as well as not.
        let standing = pieces.mask { piece in
            Float(piece.area) > 0.01 * frame && 3 * piece.area > piece.width * piece.height
                && piece.minX > 0 && piece.minY > 0 && piece.maxX < f.width - 1 && piece.maxY < f.height - 1
        }
        mask = standing.closed(3)
        confidence = isMeadow * ramp(0.015, 0.04, mask.share)
    }
}
