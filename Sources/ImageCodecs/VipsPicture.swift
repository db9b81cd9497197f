import CVips
import GenerationTypes

/// One reference to a libvips image: mostly a recipe, whose pixels are computed when they are asked for. This is the
/// only file that touches libvips's pointers.
///
/// A picture made from bytes or from a bitmap reads from their memory, so it lives only inside the closure that it is
/// handed to.
struct VipsPicture: ~Copyable {
    private let image: UnsafeMutablePointer<VipsImage>

    /// Runs an operation that hands out a new reference.
    private init(_ operation: (UnsafeMutablePointer<UnsafeMutablePointer<VipsImage>?>) -> CInt) throws {
        var output: UnsafeMutablePointer<VipsImage>?
        guard operation(&output) == 0, let output else { throw Self.failure() }
        image = output
    }

    private init(owning image: UnsafeMutablePointer<VipsImage>) { self.image = image }

    deinit { g_object_unref(image) }

    private static func failure() -> ImageCodecError {
        ImageCodecError(.libraryFailed, "libvips could not do its work", detail: VipsRuntime.lastError())
    }

    // MARK: - From and to memory

    /// Hands out the picture in a file. `shrink` (1, 2, 4 or 8) makes a JPEG that much smaller while it is decoded.
    static func withFile<Result>(
        _ bytes: [UInt8],
        _ format: InputFormat,
        shrink: Int = 1,
        _ body: (borrowing VipsPicture) throws -> Result
    ) throws -> Result {
        try bytes.withUnsafeBytes { buffer in
            let picture = try VipsPicture { output in
                switch format {
                case .png: cvips_load_png(buffer.baseAddress, buffer.count, output)
                case .jpeg: cvips_load_jpeg(buffer.baseAddress, buffer.count, CInt(shrink), output)
                case .webp: cvips_load_webp(buffer.baseAddress, buffer.count, output)
                case .gif: cvips_load_gif(buffer.baseAddress, buffer.count, output)
                case .heic, .avif: cvips_load_heif(buffer.baseAddress, buffer.count, output)
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
        try bitmap.bytes.withUnsafeBytes { buffer in
            let wrapped = vips_image_new_from_memory(
                buffer.baseAddress,
                buffer.count,
                CInt(bitmap.width),
                CInt(bitmap.height),
                CInt(bitmap.layout.rawValue),
                VIPS_FORMAT_UCHAR
            )
            guard let wrapped else { throw failure() }
            defer { g_object_unref(wrapped) }
            let picture = try VipsPicture { cvips_copy_as_srgb(wrapped, $0) }
            return try body(picture)
        }
    }

    /// Computes the pixels. The picture must have 3 or 4 bands of bytes.
    func bitmap() throws -> Bitmap {
        guard let layout = Bitmap.Layout(rawValue: bands), vips_image_get_format(image) == VIPS_FORMAT_UCHAR else {
            throw ImageCodecError(.libraryFailed, "expected 3 or 4 bands of bytes, got \(bands)")
        }
        var count = 0
        guard let pixels = vips_image_write_to_memory(image, &count) else { throw Self.failure() }
        defer { g_free(pixels) }
        return Bitmap(size: size, layout: layout, bytes: Array(UnsafeRawBufferPointer(start: pixels, count: count)))
    }

    // MARK: - What it is

    var size: PixelSize {
        PixelSize(width: Int(vips_image_get_width(image)), height: Int(vips_image_get_height(image)))
    }
    var bands: Int { Int(vips_image_get_bands(image)) }
    var hasAlpha: Bool { vips_image_hasalpha(image) != 0 }
    /// 1 to 8, as in EXIF.
    var orientation: Int { Int(vips_image_get_orientation(image)) }
    var hasProfile: Bool { vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0 }
    var interpretation: VipsInterpretation { vips_image_guess_interpretation(image) }

    // MARK: - Operations

    func resized(horizontally: Double, vertically: Double, kernel: VipsKernel) throws -> VipsPicture {
        try VipsPicture { cvips_resize(image, horizontally, vertically, kernel, $0) }
    }

    func cropped(to window: CropWindow) throws -> VipsPicture {
        try VipsPicture {
            cvips_crop(
                image,
                CInt(window.left),
                CInt(window.top),
                CInt(window.size.width),
                CInt(window.size.height),
                $0
            )
        }
    }

    /// Turned as its EXIF orientation says. Needs pixels in any order, so they are computed first.
    func upright() throws -> VipsPicture {
        guard orientation > 1 else { return try VipsPicture { cvips_copy(image, $0) } }
        guard let memory = vips_image_copy_memory(image) else { throw Self.failure() }
        defer { g_object_unref(memory) }
        return try VipsPicture { cvips_autorotate(memory, $0) }
    }

    func inSRGB() throws -> VipsPicture {
        switch interpretation {
        case VIPS_INTERPRETATION_CMYK:
            try VipsPicture { cvips_to_srgb_by_profile(image, "cmyk", $0) }
        case _ where hasProfile:
            try VipsPicture { cvips_to_srgb_by_profile(image, "srgb", $0) }
        default:
            try VipsPicture { cvips_to_srgb(image, $0) }
        }
    }

    func flattenedOnWhite() throws -> VipsPicture { try VipsPicture { cvips_flatten_on_white(image, $0) } }
    func premultiplied() throws -> VipsPicture { try VipsPicture { cvips_premultiply(image, $0) } }
    func unpremultiplied() throws -> VipsPicture { try VipsPicture { cvips_unpremultiply(image, $0) } }
    func asBytes() throws -> VipsPicture { try VipsPicture { cvips_cast(image, VIPS_FORMAT_UCHAR, $0) } }

    // MARK: - Encoding

    /// The picture as a file with an sRGB profile and this XMP packet.
    func encoded(as format: OutputFormat, xmp: [UInt8]) throws -> [UInt8] {
        xmp.withUnsafeBytes { vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, $0.baseAddress, $0.count) }
        var output: UnsafeMutableRawPointer?
        var count = 0
        let result =
            switch format {
            case .png: cvips_save_png(image, Quality.pngCompression, &output, &count)
            case .jpeg: cvips_save_jpeg(image, Quality.jpeg, VIPS_FOREIGN_SUBSAMPLE_OFF, &output, &count)
            case .webp: cvips_save_webp(image, Quality.webp, Quality.webpEffort, &output, &count)
            }
        guard result == 0, let output else { throw Self.failure() }
        defer { g_free(output) }
        return Array(UnsafeRawBufferPointer(start: output, count: count))
    }

    /// Where each encoder stands between size, time and likeness.
    private enum Quality {
        static let pngCompression: CInt = 3
        static let jpeg: CInt = 92
        static let webp: CInt = 90
        static let webpEffort: CInt = 4
    }
}
