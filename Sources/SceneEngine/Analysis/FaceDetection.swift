import Foundation

/// A region of skin that has the shape and the features of a face.
struct Face: Sendable, Hashable {
    /// In pixels of the small copy.
    let centerX: Float
    let centerY: Float
    let width: Float
    let height: Float
    /// 0…1.
    let confidence: Float
}

/// Skin by colour, and faces by their shape: compact, of even colour, with dark eyes in the upper and a mouth in the lower half.
struct FaceDetection: Sendable {
    /// How much each pixel of the small copy has the colour of skin.
    let skin: Plane
    let faces: [Face]

    init(_ f: SceneFeatures, prior: Float) {
        let skin = Self.skin(f)
        self.skin = skin
        let pieces = skin.gaussianBlurred(sigma: 1).mask { $0 > 0.4 }.opened(1, 1).components(diagonally: false)
        let total = pieces.list.reduce(0) { $0 + $1.area }
        faces = pieces.list.compactMap { piece in
            Self.face(piece, pieces.mask(of: piece), f: f, otherSkin: total - piece.area, prior: prior)
        }
    }

    /// Red and blue differences of skin lie close together for all complexions; lightness tells them apart.
    private static func skin(_ f: SceneFeatures) -> Plane {
        let (red, green, blue) = (f.encoded.red.pixels, f.encoded.green.pixels, f.encoded.blue.pixels)
        return f.plane { i in
            let luma = 0.299 * red[i] + 0.587 * green[i] + 0.114 * blue[i]
            let (cr, cb) = (128 + 255 * 0.713 * (red[i] - luma), 128 + 255 * 0.564 * (blue[i] - luma))
            let (u, v) = ((cr - 152) / 9, (cb - 108) / 10)
            return exp(-0.5 * (u * u + v * v)) * ramp(0.28, 0.42, f.color.lightness.pixels[i])
                * (1 - ramp(0.05, 0.09, f.texture.pixels[i]))
        }
    }

    private static func face(
        _ piece: MaskComponent,
        _ mask: PixelMask,
        f: SceneFeatures,
        otherSkin: Int,
        prior: Float
    ) -> Face? {
        let frame = Float(f.width * f.height)
        guard piece.width >= 8, piece.height >= 8, Float(piece.area) > 0.0015 * frame else { return nil }
        // A neck or a bare shoulder hangs below: the face is the upper part, not higher than 1.4 widths.
        let headHeight = min(piece.height, Int(1.4 * Float(piece.width)))
        let rows = piece.minY..<piece.minY + headHeight
        let columns = piece.minX...piece.maxX
        let inHead = rows.reduce(0) { count, y in count + columns.filter { mask[$0, y] }.count }
        let fill = Float(inHead) / Float(headHeight * piece.width)
        let aspect = Float(headHeight) / Float(piece.width)
        let features = FaceFeatures(f.color.lightness, columns: columns, rows: rows)
        let trusts = [
            ramp(0.4, 0.6, fill), ramp(0.6, 0.9, aspect),
            1 - ramp(0.02, 0.12, Float(otherSkin) / frame),
            ramp(0.03, 0.10, features.eyeContrast), ramp(-0.4, 0.2, features.symmetry),
        ]
        let confidence = min(1, trusts.reduce(1, *) * (1 + prior))
        guard confidence > 0.25 else { return nil }
        return Face(
            centerX: 0.5 * Float(piece.minX + piece.maxX),
            centerY: Float(rows.lowerBound) + 0.5 * Float(headHeight),
            width: Float(piece.width),
            height: Float(headHeight),
            confidence: confidence
        )
    }
}

/// What distinguishes a face from a patch of wood or sand.
private struct FaceFeatures {
    /// How much darker the darkest places of the band of the eyes are than the face, at both sides.
    let eyeContrast: Float
    /// Correlation of the face with its mirror image, -1…1.
    let symmetry: Float

    init(_ lightness: Plane, columns: ClosedRange<Int>, rows: Range<Int>) {
        var values: [Float] = []
        for y in rows { for x in columns { values.append(lightness[x, y]) } }
        let face = values.quantile(0.6) ?? 0
        let band = rows.lowerBound + rows.count / 5..<rows.lowerBound + rows.count * 11 / 20
        let third = columns.count / 3
        func darkest(_ range: ClosedRange<Int>) -> Float {
            band.flatMap { y in range.map { lightness[$0, y] } }.quantile(0.1) ?? face
        }
        let left = darkest(columns.lowerBound + third / 3...columns.lowerBound + third + third / 3)
        let right = darkest(columns.upperBound - third - third / 3...columns.upperBound - third / 3)
        eyeContrast = face - max(left, right)
        let mean = values.reduce(0, +) / Float(max(1, values.count))
        var (product, square): (Float, Float) = (0, 1e-6)
        for y in rows {
            for x in columns {
                let value = lightness[x, y] - mean
                product += value * (lightness[columns.lowerBound + columns.upperBound - x, y] - mean)
                square += value * value
            }
        }
        symmetry = product / square
    }
}
