public import GenerationTypes

extension ImageCodec {
    /// Makes a bitmap exactly this size without stretching it: keeps the part that shows the subject, in the target's
    /// shape, and resizes that.
    ///
    /// - Returns: The result, and which part of `bitmap` it shows.
    /// - Throws: ``ImageCodecError``.
    public func fitByContentAwareCrop(
        _ bitmap: Bitmap,
        to target: PixelSize
    ) throws -> (bitmap: Bitmap, window: CropWindow) {
        let window = try contentAwareWindow(in: bitmap, shapedLike: target)
        return (try cropped(bitmap, to: window, resizedTo: target), window)
    }

    /// The largest window of the target's shape, put where the subject is.
    ///
    /// - Throws: ``ImageCodecError``.
    public func contentAwareWindow(in bitmap: Bitmap, shapedLike target: PixelSize) throws -> CropWindow {
        let size = bitmap.size.largestPart(shapedLike: target)
        let freeWidth = bitmap.width - size.width
        let freeHeight = bitmap.height - size.height
        guard freeWidth > 0 || freeHeight > 0 else { return CropWindow(left: 0, top: 0, size: size) }

        let map = Saliency(of: try smallCopy(of: bitmap)).map
        if freeWidth > freeHeight {
            let start = CropChoice(horizontal: map).bestStart(length: Double(size.width) / Double(bitmap.width))
            let left = Int((start * Double(bitmap.width)).rounded())
            return CropWindow(left: min(left, freeWidth), top: freeHeight / 2, size: size)
        }
        let start = CropChoice(vertical: map).bestStart(length: Double(size.height) / Double(bitmap.height))
        let top = Int((start * Double(bitmap.height)).rounded())
        return CropWindow(left: freeWidth / 2, top: min(top, freeHeight), size: size)
    }

    func smallCopy(of bitmap: Bitmap) throws -> Bitmap {
        let scale = Double(Saliency.mapSide) / Double(max(bitmap.width, bitmap.height))
        let size = PixelSize(
            width: max(1, Int((Double(bitmap.width) * scale).rounded())),
            height: max(1, Int((Double(bitmap.height) * scale).rounded()))
        )
        return try VipsPicture.withBitmap(bitmap) { picture in
            let small = try picture.resized(to: size)
            return try small.hasAlpha ? small.flattenedOnWhite().bitmap() : small.bitmap()
        }
    }
}
