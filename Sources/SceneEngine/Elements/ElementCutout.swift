import GenerationTypes

/// The subject of an element's frontal image, cut out of it and cropped to its size.
struct ElementCutout: Sendable {
    /// Straight colours; at the edges without the light of the old background.
    let image: LinearImage
    /// Share of each pixel that belongs to the subject, 0…1.
    let alpha: Plane
    /// How much each pixel belongs to a face, 0…1.
    let faces: Plane
    /// 0: a guess, 1: certain.
    let confidence: Float
    /// The subject runs into the lower edge of its image: a bust, or an animal without its feet.
    let isCutOffBelow: Bool
    /// The colour of the light in the element's image, with a mean of 1.
    let illuminant: SIMD3<Float>

    var width: Int { alpha.width }
    var height: Int { alpha.height }
    /// Below this confidence the outline is likely to be wrong.
    static let leastConfidence: Float = 0.35
    /// Elements are seldom shown larger than this, so more pixels would only cost time.
    static let longSide = 800

    init(_ element: GenerationInput.Element, parallelism: Parallelism) {
        let photograph = ElementPhotograph(element.frontal, longSide: Self.longSide, parallelism: parallelism)
        let features = SceneFeatures(photograph.encoded, parallelism: parallelism)
        let matte: ElementMatte
        if let own = photograph.ownAlpha {
            matte = ElementMatte(own: own, of: photograph)
        } else {
            let references = element.references.map {
                SceneFeatures(
                    ElementPhotograph($0, longSide: SceneFeatures.longSide, parallelism: parallelism).encoded,
                    parallelism: parallelism
                )
            }
            let segmentation = SubjectSegmentation(features, references: references)
            matte = ElementMatte(segmentation, features: features, of: photograph, parallelism: parallelism)
        }
        let box = matte.alpha.bounds(above: 0.1)
        alpha = matte.alpha.cropped(to: box)
        image = matte.image.mapPlanes { $0.cropped(to: box) }
        faces = Self.faces(features, width: photograph.encoded.width, height: photograph.encoded.height)
            .cropped(to: box).multiplied(by: alpha, parallelism: parallelism)
        confidence = matte.confidence
        let lowest = box.maxY - 1
        let atEdge = (box.minX..<box.maxX).filter { matte.alpha[$0, lowest] > 0.5 }.count
        isCutOffBelow = box.maxY >= matte.alpha.height - 2 && Float(atEdge) > 0.5 * Float(box.width)
        illuminant = photograph.linear.illuminant(
            weight: photograph.ownAlpha ?? Plane(width: matte.alpha.width, height: matte.alpha.height, repeating: 1)
        )
    }

    /// Heads as ellipses, at the given size.
    private static func faces(_ f: SceneFeatures, width: Int, height: Int) -> Plane {
        let found = FaceDetection(f, prior: 0.5).faces.filter { $0.confidence > 0.35 }
        guard !found.isEmpty else { return Plane(width: width, height: height) }
        return f.plane { i in
            let (x, y) = (Float(i % f.width), Float(i / f.width))
            return found.reduce(0) { most, face in
                let (u, v) = ((x - face.centerX) / (0.65 * face.width), (y - face.centerY) / (0.7 * face.height))
                return max(most, 1 - ramp(0.8, 1.2, u * u + v * v))
            }
        }.resampled(width: width, height: height)
    }
}
