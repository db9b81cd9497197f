public import GenerationTypes

extension ImageCodec {
    /// Encodes a bitmap with an sRGB profile and an XMP packet, and without EXIF.
    ///
    /// - Throws: ``ImageCodecError``.
    public func encode(_ bitmap: Bitmap, as format: OutputFormat, metadata: OutputMetadata) throws -> [UInt8] {
        try VipsPicture.withBitmap(bitmap) { picture in
            try picture.encoded(as: format, xmp: metadata.xmpPacket())
        }
    }
}
