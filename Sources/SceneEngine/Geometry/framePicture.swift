import GenerationTypes
import ImageCodecs

/// A photograph in the result's size and shape, and what people should hear about how it got there.
struct FramedPicture: Sendable {
    let bitmap: Bitmap
    let warnings: [String]
}

/// Brings a photograph to a size: crops it where that keeps the subject, and extends it where a crop would cut into the
/// subject or where the plan asks for more picture.
///
/// - Throws: ``ImageCodecError``.
func framePicture(
    _ photograph: Bitmap,
    on canvas: PixelSize,
    extends: Bool,
    seed: UInt32,
    parallelism: Parallelism
) throws -> FramedPicture {
    guard extends || photograph.size != canvas else { return FramedPicture(bitmap: photograph, warnings: []) }
    let layout =
        try extends
        ? CanvasLayout(extending: photograph, on: canvas)
        : SubjectFraming(photograph, shapedLike: canvas, parallelism: parallelism).layout(on: canvas)
    let shown = try resized(photograph, layout, parallelism: parallelism)
    guard !layout.fillsCanvas else { return FramedPicture(bitmap: shown, warnings: []) }

    let fill = CanvasFill(shown, layout: layout, seed: seed, parallelism: parallelism)
    guard fill.worstDifference > greatestFillDifference else {
        return FramedPicture(bitmap: fill.bitmap, warnings: [])
    }
    return FramedPicture(
        bitmap: mirroredMargin(shown, layout: layout, parallelism: parallelism),
        warnings: ["The picture was extended by a blurred mirror image, because nothing in it continues its edges."]
    )
}

/// The part of the photograph that the layout shows, in the layout's size. What has to grow is enlarged here, sharper
/// than a codec does it.
private func resized(_ photograph: Bitmap, _ layout: CanvasLayout, parallelism: Parallelism) throws -> Bitmap {
    let (window, size) = (layout.window.size, layout.size)
    let least = PixelSize(width: min(window.width, size.width), height: min(window.height, size.height))
    let part = try ImageCodec().cropped(photograph, to: layout.window, resizedTo: least)
    return least == size ? part : part.enlarged(to: size, parallelism: parallelism)
}

/// Above this, filled margins look like a patchwork: boards and clouds stay below 4, a flag cut by the border is at 9, a
/// tall facade at 12.
private let greatestFillDifference: Float = 5

extension CanvasLayout {
    /// All of a photograph; smaller than it fits when it would leave no margin.
    fileprivate init(extending photograph: Bitmap, on canvas: PixelSize) {
        let whole = CropWindow(left: 0, top: 0, size: photograph.size)
        let fitted = CanvasLayout(whole, on: canvas)
        let share = Double(fitted.size.pixelCount) / Double(canvas.pixelCount)
        self = share > SubjectFraming.zoomOut ? CanvasLayout(whole, on: canvas, zoom: SubjectFraming.zoomOut) : fitted
    }
}
