/// The logarithm, sine and cosine that PyTorch's vectorised noise is made with.
///
/// These are the single precision functions of the Cephes library (S. L. Moshier, `logf.c` and `sinf.c`), whose
/// coefficients they keep, with products and sums contracted to fused multiply-adds where a compiler does so for the
/// AVX2 code of PyTorch. Better functions, as in the C library, differ in the last bit of one value in six.
enum CephesFunctions {
    /// The natural logarithm of a normal number above zero.
    static func logarithm(_ value: Float) -> Float {
        var exponent = Float(Int32(value.bitPattern >> 23) - 126)
        let mantissa = Float(bitPattern: value.bitPattern & 0x007f_ffff | 0x3f00_0000)  // in [0.5, 1)
        var x = mantissa - 1
        if mantissa < 0.707106781186547524 {
            exponent -= 1
            x += mantissa
        }
        let square = x * x
        var y = fused(7.0376836292e-2, x, -1.1514610310e-1)
        y = fused(y, x, 1.1676998740e-1)
        y = fused(y, x, -1.2420140846e-1)
        y = fused(y, x, 1.4249322787e-1)
        y = fused(y, x, -1.6668057665e-1)
        y = fused(y, x, 2.0000714765e-1)
        y = fused(y, x, -2.4999993993e-1)
        y = fused(y, x, 3.3333331174e-1)
        // ln 2 is the sum of two constants, the larger of which has few bits, so that its product is exact.
        y = fused(y * x, square, exponent * -2.12194440e-4)
        y = fused(-square, 0.5, y)
        return fused(exponent, 0.693359375, x + y)
    }

    /// The sine and cosine of an angle in [0, 8192).
    static func sineAndCosine(_ angle: Float) -> (sine: Float, cosine: Float) {
        let octant = (Int32(angle * 1.27323954473516) + 1) & ~1
        let quarters = Float(octant)
        // π/4 is the sum of three constants with few bits each.
        var x = fused(quarters, -0.78515625, angle)
        x = fused(quarters, -2.4187564849853515625e-4, x)
        x = fused(quarters, -3.77489497744594108e-8, x)
        let square = x * x

        var even = fused(2.443315711809948e-5, square, -1.388731625493765e-3)
        even = fused(even, square, 4.166664568298827e-2)
        even = fused(even * square, square, -(square * 0.5)) + 1

        var odd = fused(-1.9515295891e-4, square, 8.3321608736e-3)
        odd = fused(odd, square, -1.6666654611e-1)
        odd = fused(odd * square, x, x)

        let swapped = octant & 2 != 0
        let sine = swapped ? even : odd
        let cosine = swapped ? odd : even
        return (octant & 4 == 0 ? sine : -sine, (octant + 2) & 4 == 0 ? cosine : -cosine)
    }

    private static func fused(_ a: Float, _ b: Float, _ c: Float) -> Float {
        c.addingProduct(a, b)
    }
}
