public import GenerationTypes

extension ImageCodec {
    /// Encodes a bitmap with an sRGB profile and an XMP packet, and without EXIF: nothing of an input's metadata, its
    /// place least of all, reaches a result.
    ///
    /// - Throws: ``ImageCodecError``.
    public func encode(_ bitmap: Bitmap, as format: OutputFormat, metadata: OutputMetadata) throws -> [UInt8] {
        let file = try VipsPicture.withBitmap(bitmap) { try $0.encoded(as: format) }
        return try embedding(xmp: metadata.xmpPacket(), in: file, format)
    }
}
