import GenerationTypes

/// Soft coverage and clean colours of a subject, at the size of its photograph.
struct ElementMatte: Sendable {
    let alpha: Plane
    let image: LinearImage
    let confidence: Float

    /// The file's own transparency.
    init(own alpha: Plane, of photograph: ElementPhotograph) {
        self.alpha = alpha
        image = photograph.linear
        confidence = 1
    }

    /// Fits a segmentation of the small copy to the photograph's edges.
    init(
        _ segmentation: SubjectSegmentation,
        features f: SceneFeatures,
        of photograph: ElementPhotograph,
        parallelism: Parallelism
    ) {
        let encoded = photograph.encoded
        confidence = segmentation.confidence
        guard confidence >= SubjectSegmentation.leastConfidence else {
            alpha = segmentation.mask.plane.gaussianBlurred(sigma: 4)
                .resampled(width: encoded.width, height: encoded.height, parallelism: parallelism)
            image = photograph.linear
            return
        }
        let filter = ColorGuidedFilter(
            guide: encoded.planes,
            radius: max(2, Int(3 * f.scale)),
            epsilon: 2e-4,
            subsampling: 1,
            parallelism: parallelism
        )
        let soft = SoftMatte(
            of: segmentation.mask,
            porous: Plane(width: f.width, height: f.height),
            features: f,
            image: encoded,
            filter: filter,
            parallelism: parallelism
        )
        // What the cut says of pixels far from its border holds: equal colours there are no see-through.
        let width = encoded.width, height = encoded.height
        let inside = segmentation.mask.eroded(2).plane.gaussianBlurred(sigma: 1)
            .resampled(width: width, height: height, parallelism: parallelism)
        let outside = segmentation.mask.dilated(3).plane.gaussianBlurred(sigma: 1)
            .resampled(width: width, height: height, parallelism: parallelism)
        let alpha = soft.alpha.smoothstep(0.06, 0.92, parallelism: parallelism)
            .combined(with: inside, max).combined(with: outside, min)
        let local = soft.backdrop(width: width, height: height, parallelism: parallelism)
        // The matte's "background" is the side of its mask, here the subject.
        image = Self.decontaminated(encoded, alpha: alpha, subject: local.background, behind: local.foreground)
        self.alpha = alpha
    }

    /// Solves `pixel = alpha × colour + (1 - alpha) × old background` for the colour; where alpha is faint the subject's
    /// local mean takes over, since the quotient would be noise.
    private static func decontaminated(
        _ pixels: EncodedImage,
        alpha: Plane,
        subject: EncodedImage,
        behind: EncodedImage
    ) -> LinearImage {
        func clean(_ pixel: Plane, _ subject: Plane, _ behind: Plane) -> Plane {
            var result = pixel
            for i in result.pixels.indices where alpha.pixels[i] < 0.995 {
                let a = alpha.pixels[i]
                let solved = clamp01((pixel.pixels[i] - (1 - a) * behind.pixels[i]) / max(a, 0.2))
                let trust = ramp(0.15, 0.85, a)
                result.pixels[i] = trust * solved + (1 - trust) * subject.pixels[i]
            }
            return result
        }
        return LinearImage(
            red: clean(pixels.red, subject.red, behind.red).srgbDecoded(),
            green: clean(pixels.green, subject.green, behind.green).srgbDecoded(),
            blue: clean(pixels.blue, subject.blue, behind.blue).srgbDecoded()
        )
    }
}
