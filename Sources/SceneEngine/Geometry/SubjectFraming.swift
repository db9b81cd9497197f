import GenerationTypes
import ImageCodecs

/// Decides between cropping and extending.
///
/// A crop is taken when it keeps enough of what eyes go to and cuts no face. Otherwise the picture is cropped as far as
/// its subject allows, and the rest of the shape is filled.
struct SubjectFraming {
    /// A crop that keeps less saliency than this loses the subject.
    static let leastKept = 0.72
    /// How much smaller the picture becomes on its canvas when it is to be extended and its shape fits already.
    static let zoomOut = 0.75

    let survey: CropSurvey
    /// Around heads, in pixels of the photograph.
    let heads: [HeadBox]

    init(_ bitmap: Bitmap, shapedLike target: PixelSize, parallelism: Parallelism) throws {
        survey = try ImageCodec().surveyCrops(of: bitmap, shapedLike: target)
        heads = survey.leastLength < 0.99 ? try HeadBox.all(in: bitmap, parallelism: parallelism) : []
    }

    /// Where the photograph lies on the result.
    func layout(on canvas: PixelSize) -> CanvasLayout {
        let crop = survey.proposal(length: survey.leastLength)
        guard !keepsSubject(crop) else { return CanvasLayout(crop.window, on: canvas) }
        var length = survey.leastLength
        while length < 1 {
            length = min(1, length + 0.04)
            let wider = survey.proposal(length: length)
            if keepsSubject(wider) { return CanvasLayout(wider.window, on: canvas) }
        }
        return CanvasLayout(survey.proposal(length: 1).window, on: canvas)
    }

    private func keepsSubject(_ proposal: CropSurvey.Proposal) -> Bool {
        proposal.keptSaliency >= Self.leastKept && heads.allSatisfy { !$0.isCut(by: proposal.window) }
    }
}

/// A head with its hair, in pixels of the photograph.
struct HeadBox: Sendable, Hashable {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    static func all(in bitmap: Bitmap, parallelism: Parallelism) throws -> [HeadBox] {
        let longSide = max(bitmap.width, bitmap.height)
        let reduction = max(1, Double(longSide) / 960)
        let small = try ImageCodec().resize(
            bitmap,
            to: PixelSize(
                width: max(1, Int(Double(bitmap.width) / reduction)),
                height: max(1, Int(Double(bitmap.height) / reduction))
            )
        )
        let features = SceneFeatures(EncodedImage(small, parallelism: parallelism), parallelism: parallelism)
        let scale = Double(features.scale) * reduction
        return FaceDetection(features, prior: 0).faces.filter { $0.confidence > 0.5 }.map { face in
            let (x, y) = (Double(face.centerX) * scale, Double(face.centerY) * scale)
            let (width, height) = (Double(face.width) * scale, Double(face.height) * scale)
            return HeadBox(
                left: x - 0.6 * width,
                top: y - 0.75 * height,
                right: x + 0.6 * width,
                bottom: y + 0.6 * height
            )
        }
    }

    /// Whether a window shows less than nine tenths of the head.
    func isCut(by window: CropWindow) -> Bool {
        let width = min(right, Double(window.left + window.size.width)) - max(left, Double(window.left))
        let height = min(bottom, Double(window.top + window.size.height)) - max(top, Double(window.top))
        return max(0, width) * max(0, height) < 0.9 * (right - left) * (bottom - top)
    }
}
