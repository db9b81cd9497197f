public import GenerationTypes

extension ImageCodec {
    /// Makes a bitmap exactly this size; where the shapes differ, it is stretched.
    ///
    /// - Throws: ``ImageCodecError``.
    public func resize(_ bitmap: Bitmap, to target: PixelSize) throws -> Bitmap {
        guard bitmap.size != target else { return bitmap }
        return try VipsPicture.withBitmap(bitmap) { try $0.resized(to: target).bitmap() }
    }
}
