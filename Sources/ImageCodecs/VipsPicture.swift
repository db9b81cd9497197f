import CVips
import GenerationTypes

/// One reference to a libvips image: mostly a recipe, whose pixels are computed when they are asked for. This is the
/// only file that touches libvips's pointers.
///
/// A picture made from a file or from a bitmap reads from its memory, so it lives only inside the closure that it is
/// handed to.
struct VipsPicture: ~Copyable {
    private let image: UnsafeMutablePointer<VipsImage>

    /// Runs an operation that hands out a new reference.
    private init(_ operation: (UnsafeMutablePointer<UnsafeMutablePointer<VipsImage>?>) -> CInt) throws {
        var output: UnsafeMutablePointer<VipsImage>?
        guard operation(&output) == 0, let output else { throw Self.failure() }
        image = output
    }

    deinit { g_object_unref(image) }

    private static func failure() -> ImageCodecError {
        ImageCodecError(.libraryFailed, "libvips could not do its work", detail: VipsRuntime.lastError())
    }

    // MARK: - From memory, and to it

    /// Hands out the picture in a file. `shrink` (1, 2, 4 or 8) makes a JPEG that much smaller while it is decoded.
    static func withFile<Result>(
        _ file: ImageFile,
        shrink: Int = 1,
        _ body: (borrowing VipsPicture) throws -> Result
    ) throws -> Result {
        try file.bytes.withUnsafeBytes { bytes in
            let picture = try VipsPicture { output in
                switch file.format {
                case .png: cvips_load_png(bytes.baseAddress, bytes.count, output)
                case .jpeg: cvips_load_jpeg(bytes.baseAddress, bytes.count, CInt(shrink), output)
                case .webp: cvips_load_webp(bytes.baseAddress, bytes.count, output)
                case .gif: cvips_load_gif(bytes.baseAddress, bytes.count, output)
                case .heic, .avif: cvips_load_heif(bytes.baseAddress, bytes.count, output)
                }
            }
            return try body(picture)
        }
    }

    /// Hands out a bitmap as a picture, without copying it.
    static func withBitmap<Result>(
        _ bitmap: Bitmap,
        _ body: (borrowing VipsPicture) throws -> Result
    ) throws -> Result {
        try bitmap.bytes.withUnsafeBytes { bytes in
            let picture = try VipsPicture { output in
                cvips_wrap_srgb(
                    bytes.baseAddress,
                    CInt(bitmap.width),
                    CInt(bitmap.height),
                    CInt(bitmap.layout.rawValue),
                    output
                )
            }
            return try body(picture)
        }
    }

    /// Computes the pixels. The picture must have 3 or 4 bands of bytes.
    func bitmap() throws -> Bitmap {
        guard let layout = Bitmap.Layout(rawValue: bands), vips_image_get_format(image) == VIPS_FORMAT_UCHAR else {
            throw ImageCodecError(.libraryFailed, "expected 3 or 4 bands of bytes, got \(bands)")
        }
        let count = size.pixelCount * bands
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            let result = cvips_compute_into(image, buffer.baseAddress, count)
            guard result == 0 else { throw Self.failure() }
            initializedCount = count
        }
        return Bitmap(size: size, layout: layout, bytes: bytes)
    }

    // MARK: - What it is

    var size: PixelSize {
        PixelSize(width: Int(vips_image_get_width(image)), height: Int(vips_image_get_height(image)))
    }
    var bands: Int { Int(vips_image_get_bands(image)) }
    var hasAlpha: Bool { vips_image_hasalpha(image) != 0 }

    // MARK: - Geometry

    /// Exactly this size, stretched where the shape differs.
    func resized(to target: PixelSize) throws -> VipsPicture {
        let horizontally = Double(target.width) / Double(size.width)
        let vertically = Double(target.height) / Double(size.height)
        guard hasAlpha else { return try VipsPicture { cvips_resize(image, horizontally, vertically, $0) } }
        return try VipsPicture { cvips_resize_with_alpha(image, horizontally, vertically, $0) }
    }

    func cropped(to window: CropWindow) throws -> VipsPicture {
        try VipsPicture { output in
            cvips_crop(
                image,
                CInt(window.left),
                CInt(window.top),
                CInt(window.size.width),
                CInt(window.size.height),
                output
            )
        }
    }

    /// Turned and mirrored as EXIF's orientation (1 to 8) says. That needs pixels in any order, so all are computed.
    func turnedUpright(from orientation: Int) throws -> VipsPicture {
        try VipsPicture { cvips_turn_upright(image, CInt(orientation), $0) }
    }

    // MARK: - Colour

    /// 8-bit sRGB, by the embedded profile if there is a usable one.
    func inSRGB() throws -> VipsPicture {
        let hasProfile = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0
        guard hasProfile || vips_image_guess_interpretation(image) == VIPS_INTERPRETATION_CMYK else {
            return try VipsPicture { cvips_to_srgb(image, $0) }
        }
        do {
            return try VipsPicture { cvips_to_srgb_by_profile(image, $0) }
        } catch {
            // A profile that is broken, or for another kind of picture, is as good as none.
            return try VipsPicture { cvips_to_srgb(image, $0) }
        }
    }

    func flattenedOnWhite() throws -> VipsPicture { try VipsPicture { cvips_flatten_on_white(image, $0) } }

    // MARK: - Encoding

    /// A file with an sRGB profile, and whatever libvips puts in besides.
    func encoded(as format: OutputFormat) throws -> [UInt8] {
        try Self.file { output, count in
            switch format {
            case .png: cvips_save_png(image, output, count)
            case .jpeg: cvips_save_jpeg(image, output, count)
            case .webp: cvips_save_webp(image, output, count)
            }
        }
    }

    /// A JPEG without profile and metadata; the quality is from 1 to 100.
    func encodedPreview(quality: Int) throws -> [UInt8] {
        try Self.file { output, count in cvips_save_preview_jpeg(image, CInt(quality), output, count) }
    }

    private static func file(
        _ save: (UnsafeMutablePointer<UnsafeMutableRawPointer?>, UnsafeMutablePointer<Int>) -> CInt
    ) throws -> [UInt8] {
        var output: UnsafeMutableRawPointer?
        var count = 0
        guard save(&output, &count) == 0, let output else { throw Self.failure() }
        defer { g_free(output) }
        return Array(UnsafeRawBufferPointer(start: output, count: count))
    }
}
