extension Plane {
    /// The addresses of the first pixels of several planes of one size, for kernels; valid within `body` only.
    static func withPointers<Result>(_ planes: [Plane], _ body: ([UnsafePointer<Float>]) -> Result) -> Result {
        if let first = planes.first {
            for plane in planes {
                precondition(
                    plane.hasSameSize(as: first),
                    "planes of one size, got \(first.width)×\(first.height) and \(plane.width)×\(plane.height)"
                )
            }
        }
        var pointers: [UnsafePointer<Float>] = []
        func visit(_ index: Int) -> Result {
            guard index < planes.count else { return body(pointers) }
            return planes[index].pixels.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { pointers.append(base) }
                return visit(index + 1)
            }
        }
        return visit(0)
    }

    /// The same for planes that a kernel changes in place.
    static func withMutablePointers(_ planes: inout [Plane], _ body: ([UnsafeMutablePointer<Float>?]) -> Void) {
        var pixels = planes.map(\.pixels)
        for i in planes.indices { planes[i].pixels = [] }
        var pointers: [UnsafeMutablePointer<Float>?] = []
        func visit(_ index: Int) {
            guard index < pixels.count else { return body(pointers) }
            var owned: [Float] = []
            swap(&owned, &pixels[index])
            owned.withUnsafeMutableBufferPointer { buffer in
                pointers.append(buffer.baseAddress)
                visit(index + 1)
            }
            swap(&owned, &pixels[index])
        }
        visit(0)
        for i in planes.indices { planes[i].pixels = pixels[i] }
    }

    /// Runs a kernel that makes rows of a plane of the given size from this one and needs scratch memory.
    func filtered(
        width outputWidth: Int,
        height outputHeight: Int,
        scratchCount: Int,
        parallelism: Parallelism,
        _ kernel: (
            _ out: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, _ rows: Range<Int>,
            _ scratch: UnsafeMutablePointer<Float>
        ) -> Void
    ) -> Plane {
        Plane.withPointers([self]) { pointers in
            Plane(width: outputWidth, height: outputHeight, parallelism: parallelism) { out, rows in
                withScratch(count: scratchCount) { kernel(out, pointers[0], rows, $0) }
            }
        }
    }
}

/// Uninitialised memory for a kernel, released on return.
func withScratch(count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, count)) { buffer in
        if let base = buffer.baseAddress { body(base) }
    }
}
