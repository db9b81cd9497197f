public import GenerationTypes

extension ImageCodec {
    /// What a preview may weigh, in bytes: many people may watch one job.
    public static let previewByteLimit = 30_000

    private static let previewQualities = [75, 50, 25, 10]

    /// Encodes a picture of at most 320 pixels a side as a JPEG of at most ``previewByteLimit`` bytes, as good as fits.
    ///
    /// - Throws: ``ImageCodecError``.
    public func encodePreview(_ bitmap: Bitmap) throws -> [UInt8] {
        for quality in Self.previewQualities {
            let file = try VipsPicture.withBitmap(bitmap) { try $0.encodedPreview(quality: quality) }
            if file.count <= Self.previewByteLimit { return file }
        }
        let limit = Self.previewByteLimit
        throw ImageCodecError(.libraryFailed, "a preview of \(bitmap.size) pixels does not fit into \(limit) bytes")
    }
}
