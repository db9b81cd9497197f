import GenerationTypes
import ImageCodecs

private let codec: ImageCodec = {
    var limits = InputLimits()
    // A picture of this many pixels takes milliseconds; what is refused for its size is refused before decoding.
    limits.pixelCount = 1 << 20
    guard let codec = try? ImageCodec(limits: limits) else { preconditionFailure("libvips does not start") }
    return codec
}()

/// A file is refused, or decoded to as many pixels as it says.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let file = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    do {
        let header = try codec.inspect(file)
        let small = try codec.decode(file, covering: PixelSize(width: 64, height: 64))
        let whole = try codec.decode(file, keepingAlpha: true)
        precondition(whole.size.pixelCount <= 1 << 20 && small.size.pixelCount <= whole.size.pixelCount, "\(header)")
        precondition(small.bytes.count == small.size.pixelCount * 3)
    } catch {
        precondition(error is ImageCodecError, "\(error)")
    }
    return 0
}
