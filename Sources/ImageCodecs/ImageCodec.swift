/// Bytes to pixels and back, through libvips. Whoever has one knows that libvips runs and which inputs it takes.
///
/// | method | from | to |
/// |---|---|---|
/// | ``inspect(_:)`` | any bytes | ``ImageHeader``: judged from the header alone, cheap and safe on hostile bytes |
/// | ``decode(_:keepingAlpha:covering:)`` | an image file | an upright sRGB bitmap |
/// | ``fitByContentAwareCrop(_:to:)`` | a bitmap | exactly the size asked for, with the subject in it |
/// | ``resize(_:to:)`` | a bitmap | exactly the size asked for, stretched where the shapes differ |
/// | ``encode(_:as:metadata:)`` | a bitmap | a PNG, JPEG or WebP file with sRGB and XMP |
///
/// All of it is synchronous. ``inspect(_:)`` takes microseconds; the others are arithmetic and belong on a thread of
/// their own, never on the cooperative pool.
public struct ImageCodec: Sendable {
    public let limits: InputLimits
    public let allowsHEIF: Bool

    /// Starts libvips if this is the process's first codec. Codecs are values: make as many as you like, on any thread.
    ///
    /// - Parameters:
    ///   - limits: What an input may cost.
    ///   - allowingHEIF: Whether HEIC and AVIF are accepted. Their decoders are large and have had serious faults.
    /// - Throws: ``ImageCodecError`` when libvips cannot be started, or cannot read HEIC and AVIF although it should.
    public init(limits: InputLimits = InputLimits(), allowingHEIF: Bool = false) throws {
        try VipsRuntime.start(allowingHEIF: allowingHEIF)
        self.limits = limits
        self.allowsHEIF = allowingHEIF
    }
}
