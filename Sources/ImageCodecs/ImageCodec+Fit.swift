public import GenerationTypes

extension ImageCodec {
    /// Makes a bitmap exactly this size without stretching it: keeps the part that shows the subject, in the target's
    /// exact shape, and resizes that.
    ///
    /// - Returns: The result, and which part of `bitmap` it shows.
    /// - Throws: ``ImageCodecError``.
    public func fitByContentAwareCrop(
        _ bitmap: Bitmap,
        to target: PixelSize
    ) throws -> (bitmap: Bitmap, window: CropWindow) {
        let scale = min(
            Double(bitmap.width) / Double(target.width),
            Double(bitmap.height) / Double(target.height)
        )
        let size = PixelSize(
            width: min(bitmap.width, max(1, Int((Double(target.width) * scale).rounded()))),
            height: min(bitmap.height, max(1, Int((Double(target.height) * scale).rounded())))
        )
        let window = CropWindow(
            left: (bitmap.width - size.width) / 2,
            top: (bitmap.height - size.height) / 2,
            size: size
        )
        let part = try VipsPicture.withBitmap(bitmap) { try $0.cropped(to: window).bitmap() }
        return (try resize(part, to: target), window)
    }
}
