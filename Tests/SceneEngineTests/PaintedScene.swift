import GenerationTypes

/// A scene painted from a formula; values are sRGB, 0…1.
func painted(_ width: Int, _ height: Int, _ color: (_ x: Int, _ y: Int) -> SIMD3<Float>) -> Bitmap {
    var bytes: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            let pixel = color(x, y)
            for channel in 0..<3 { bytes.append(UInt8(min(max(pixel[channel], 0), 1) * 255)) }
        }
    }
    return Bitmap(size: PixelSize(width: width, height: height), layout: .rgb, bytes: bytes)
}

/// Noise in 0…1 that is the same everywhere.
func grain(_ x: Int, _ y: Int, cell: Int = 1) -> Float {
    var hash = UInt32(truncatingIfNeeded: (x / cell) &* 73_856_093 ^ (y / cell) &* 19_349_663)
    hash = (hash ^ (hash >> 15)) &* 2_246_822_519
    hash = (hash ^ (hash >> 13)) &* 3_266_489_917
    return Float((hash ^ (hash >> 16)) >> 8) / Float(1 << 24)
}

func blueSky(_ y: Int, _ height: Int) -> SIMD3<Float> {
    let t = Float(y) / Float(height)
    return SIMD3(0.35 + 0.4 * t, 0.55 + 0.3 * t, 0.85 + 0.05 * t)
}
