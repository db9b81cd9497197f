import CVips
public import GenerationTypes

extension ImageCodec {
    /// Makes a bitmap exactly this size; where the shapes differ, it is stretched.
    ///
    /// - Throws: ``ImageCodecError``.
    public func resize(_ bitmap: Bitmap, to target: PixelSize) throws -> Bitmap {
        guard bitmap.size != target else { return bitmap }
        return try VipsPicture.withBitmap(bitmap) { picture in
            let horizontally = Double(target.width) / Double(bitmap.width)
            let vertically = Double(target.height) / Double(bitmap.height)
            guard bitmap.layout == .rgba else {
                return try picture.resized(
                    horizontally: horizontally,
                    vertically: vertically,
                    kernel: VIPS_KERNEL_LANCZOS3
                ).bitmap()
            }
            // The colour of a transparent pixel is arbitrary and must not bleed into its neighbours.
            return try picture.premultiplied()
                .resized(horizontally: horizontally, vertically: vertically, kernel: VIPS_KERNEL_LANCZOS3)
                .unpremultiplied().asBytes().bitmap()
        }
    }
}
