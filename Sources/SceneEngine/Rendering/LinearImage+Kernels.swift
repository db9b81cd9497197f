import CPixelKernels

extension LinearImage {
    init(width: Int, height: Int) {
        self.init(
            red: Plane(width: width, height: height),
            green: Plane(width: width, height: height),
            blue: Plane(width: width, height: height)
        )
    }

    /// Lets a kernel change this image band by band; pointers are those of the first pixels of the whole planes.
    mutating func update(
        reading planes: [Plane] = [],
        parallelism: Parallelism,
        _ kernel: (_ image: pk_rgb, _ planes: [UnsafePointer<Float>], _ rows: Range<Int>) -> Void
    ) {
        let height = height
        withKernelImage { image in
            Plane.withPointers(planes) { pointers in
                parallelism.forEachBand(of: height) { rows in kernel(image, pointers, rows) }
            }
        }
    }

    /// The same for kernels that take pixels in sequence: all pointers are moved to the band's first pixel.
    mutating func updateSequence(
        reading planes: [Plane] = [],
        parallelism: Parallelism,
        _ kernel: (_ image: pk_rgb, _ planes: [UnsafePointer<Float>], _ count: Int) -> Void
    ) {
        let width = width
        update(reading: planes, parallelism: parallelism) { image, pointers, rows in
            let offset = rows.lowerBound * width
            kernel(image.advanced(by: offset), pointers.map { $0 + offset }, rows.count * width)
        }
    }

    /// The planes' addresses, valid within `body` only.
    mutating func withKernelImage(_ body: (pk_rgb) -> Void) {
        red.pixels.withUnsafeMutableBufferPointer { red in
            green.pixels.withUnsafeMutableBufferPointer { green in
                blue.pixels.withUnsafeMutableBufferPointer { blue in
                    body(pk_rgb(red: red.baseAddress, green: green.baseAddress, blue: blue.baseAddress))
                }
            }
        }
    }
}

extension pk_rgb {
    /// For kernels that only read: C has no way to say so for the planes of a struct.
    init(reading planes: ArraySlice<UnsafePointer<Float>>) {
        let first = planes.startIndex
        self.init(
            red: UnsafeMutablePointer(mutating: planes[first]),
            green: UnsafeMutablePointer(mutating: planes[first + 1]),
            blue: UnsafeMutablePointer(mutating: planes[first + 2])
        )
    }

    func advanced(by offset: Int) -> pk_rgb {
        pk_rgb(red: red + offset, green: green + offset, blue: blue + offset)
    }
}

extension pk_color {
    init(_ red: Float, _ green: Float, _ blue: Float) { self.init(red: red, green: green, blue: blue) }

    static func * (color: pk_color, factor: Float) -> pk_color {
        pk_color(color.red * factor, color.green * factor, color.blue * factor)
    }

    static func + (left: pk_color, right: pk_color) -> pk_color {
        pk_color(left.red + right.red, left.green + right.green, left.blue + right.blue)
    }

    var luminance: Float { 0.2126 * red + 0.7152 * green + 0.0722 * blue }
}
