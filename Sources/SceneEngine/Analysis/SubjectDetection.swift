/// People, animals and other subjects that weather and seasons must leave alone, on the small copy.
struct SubjectDetection: Sendable {
    let alpha: Plane
    let confidence: Float
    /// Share of the frame that the largest face takes, weighted by its confidence.
    let faceShare: Float

    var isPortrait: Bool { faceShare > 0.012 }

    init(
        _ f: SceneFeatures,
        faces: FaceDetection,
        focus: FocusMeasure,
        defocus: Float,
        onMeadow: MeadowSubject,
        sky: SkyDetection,
        plants: PlantDetection,
        structure: StructureDetection,
        animalPrior: Float
    ) {
        faceShare = faces.share(of: f)
        let people = Self.people(f, faces)
        // Under an open sky warm colours are roofs, rocks and leaves; indoors and close by, fur, food and hands.
        let warmTrust = max(animalPrior, sky.isFound ? 0 : 1)
        let warm = Self.rareWarm(f, plants: plants, structure: structure)
        let sharp = focus.sharpness.mask { $0 > 0.65 }.closed(4).plane.gaussianBlurred(sigma: 2)
        let standing = onMeadow.mask.plane.gaussianBlurred(sigma: 1).scaled(by: onMeadow.confidence)
        alpha = f.plane { i in
            let subject = max(sharp.pixels[i] * ramp(0.4, 0.8, defocus), standing.pixels[i])
            return max(people.pixels[i], warm.pixels[i] * warmTrust, subject)
        }
        confidence = max(
            faces.faces.map(\.confidence).max() ?? 0,
            warmTrust * ramp(0.005, 0.02, warm.mean) * 0.6,
            ramp(0.4, 0.8, defocus),
            onMeadow.confidence
        )
    }

    /// Around each face an ellipse for the head and a trapezoid for the body down to the lower border.
    private static func people(_ f: SceneFeatures, _ detection: FaceDetection) -> Plane {
        f.plane { i in
            let (x, y) = (Float(i % f.width), Float(i / f.width))
            var most: Float = 0
            for face in detection.faces {
                let (u, v) = ((x - face.centerX) / (0.75 * face.width), (y - face.centerY) / (0.85 * face.height))
                let head = 1 - ramp(0.8, 1.2, u * u + v * v)
                let below = (y - face.centerY) / face.height - 0.4
                let halfWidth = face.width * min(0.7 + 0.5 * max(below, 0), 1.9)
                let body = below > 0 ? 1 - ramp(0.85, 1.15, abs(x - face.centerX) / halfWidth) : 0
                most = max(most, max(head, body) * ramp(0.35, 0.65, face.confidence))
            }
            return most
        }
    }

    /// Warm colours where they are rare in the frame: fur, skin, food.
    private static func rareWarm(_ f: SceneFeatures, plants: PlantDetection, structure: StructureDetection) -> Plane {
        let warm = f.plane { i in
            hueBand(38...80, softness: 10, f.hue.pixels[i]) * ramp(0.035, 0.07, f.chroma.pixels[i])
                * (1 - ramp(0.02, 0.10, plants.green.pixels[i])) * (1 - 0.6 * structure.alpha.pixels[i])
        }
        return warm.boxBlurred(radius: 2).scaled(by: 1 - ramp(0.10, 0.40, warm.mean))
    }
}

extension FaceDetection {
    /// Share of the frame that the largest face takes, weighted by its confidence.
    func share(of f: SceneFeatures) -> Float {
        faces.map { $0.width * $0.height * $0.confidence }.max().map { $0 / Float(f.width * f.height) } ?? 0
    }
}
