public import GenerationTypes

extension ImageCodec {
    /// Decodes an image file: upright, sRGB, the first frame of an animation.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - keepingAlpha: Gives `.rgba` where the file has transparency; otherwise it is laid on white.
    ///   - target: Where given, an image larger than needed is reduced while it is decoded, to the smallest size that
    ///     still covers this one: much faster for photographs from cameras.
    /// - Returns: The pixels, `.rgb` unless alpha was to be kept and there is some.
    /// - Throws: ``ImageCodecError``; a file that is cut short or damaged is an error, however much of it is intact.
    public func decode(
        _ bytes: [UInt8],
        keepingAlpha: Bool = false,
        covering target: PixelSize? = nil
    ) throws -> Bitmap {
        let format = try checkedFormat(bytes)
        let frame = try firstFrame(of: bytes, format)
        _ = try inspect(frame, format)
        return try blamingTheImage(format) {
            try VipsPicture.withFile(frame, format) { picture in
                let inColour = try picture.upright().inSRGB()
                guard inColour.hasAlpha else { return try inColour.asBytes().bitmap() }
                return try keepingAlpha
                    ? inColour.asBytes().bitmap() : inColour.flattenedOnWhite().asBytes().bitmap()
            }
        }
    }
}
