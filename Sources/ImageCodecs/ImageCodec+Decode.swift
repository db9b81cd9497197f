public import GenerationTypes

extension ImageCodec {
    /// Decodes an image file: upright, sRGB, the first frame of an animation.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - keepingAlpha: Gives `.rgba` where the file has transparency; otherwise it is laid on white.
    ///   - target: Where given, a larger image is reduced while it is decoded, to the smallest size of its own shape
    ///     that still covers this one: much faster, and nothing is lost that a result of that size could show.
    /// - Returns: The pixels, `.rgb` unless alpha was to be kept and there is some.
    /// - Throws: ``ImageCodecError``; a file that is cut short is an error, however much of it is intact.
    public func decode(
        _ bytes: [UInt8],
        keepingAlpha: Bool = false,
        covering target: PixelSize? = nil
    ) throws -> Bitmap {
        let file = try imageFile(bytes)
        let size = try inspect(file).size
        func finish(_ picture: borrowing VipsPicture) throws -> Bitmap {
            let coloured = try picture.turnedUpright(from: file.orientation).inSRGB()
            return try keepingAlpha || !coloured.hasAlpha ? coloured.bitmap() : coloured.flattenedOnWhite().bitmap()
        }
        return try blamingTheImage(file.format) {
            guard let reducedSize = target.flatMap({ size.reduced(covering: $0) }) else {
                return try VipsPicture.withFile(file, finish)
            }
            let shrink = decoderShrink(file.format, from: size, to: reducedSize)
            return try VipsPicture.withFile(file, shrink: shrink) { picture in
                try finish(try picture.resized(to: file.liesOnItsSide ? reducedSize.transposed : reducedSize))
            }
        }
    }
}

/// Runs an operation on an input image. What libvips refuses inside it is a fault of the image, not of the library.
func blamingTheImage<Result>(_ format: InputFormat, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as ImageCodecError where error.code == .libraryFailed {
        throw ImageCodecError(.damaged, "the \(format.displayName) image is damaged", detail: error.detail)
    }
}

extension PixelSize {
    /// The smallest size of this shape with both sides at least as long as the target's; nil when that is not smaller.
    func reduced(covering target: PixelSize) -> PixelSize? {
        let scale = max(Double(target.width) / Double(width), Double(target.height) / Double(height))
        guard scale < 1 else { return nil }
        return PixelSize(
            width: max(target.width, Int((Double(width) * scale).rounded())),
            height: max(target.height, Int((Double(height) * scale).rounded()))
        )
    }
}

/// How much smaller the JPEG decoder should make the picture: it is fast but crude, so the last step is left to a better
/// filter.
private func decoderShrink(_ format: InputFormat, from size: PixelSize, to reduced: PixelSize) -> Int {
    guard format == .jpeg else { return 1 }
    let ratio = Double(size.width) / Double(reduced.width)
    return [8, 4, 2].first { ratio / Double($0) >= 1.5 } ?? 1
}
