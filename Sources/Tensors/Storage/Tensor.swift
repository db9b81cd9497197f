import CTensorKernels

/// Numbers with a shape, row after row without gaps.
///
/// Whoever makes a tensor fills it, and hands it on; from then on nobody writes to it (operations that work in place
/// say so, and are for those who have just made it). Views share memory with what they are views of.
public struct Tensor: Sendable {
    public let shape: TensorShape
    public let elementType: ElementType
    private let storage: TensorStorage
    private let byteOffset: Int

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// Uninitialised memory from the arena, or an allocation of its own.
    public init(_ shape: TensorShape, _ elementType: ElementType = .float32, arena: TensorArena? = nil) {
        let byteCount = Tensor.byteCount(shape, elementType)
        let storage = arena?.allocate(byteCount: byteCount) ?? TensorStorage(byteCount: byteCount)
        self.init(shape, elementType, storage: storage, byteOffset: 0)
    }

    /// A copy of `floats`, rounded to the element type. There must be as many as the shape has elements.
    public init(_ shape: TensorShape, floats: [Float], as elementType: ElementType = .float32) {
        self.init(shape, elementType)
        precondition(floats.count == count, "\(floats.count) numbers for the shape \(shape)")
        switch elementType {
        case .float32:
            floats.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(start: pointer, count: bytes.count).copyMemory(from: bytes)
            }
        case .bfloat16: tk_narrow_to_bfloat16(floats, pointer, floats.count)
        }
    }

    /// Elements of an existing storage, which must reach far enough.
    package init(_ shape: TensorShape, _ elementType: ElementType, storage: TensorStorage, byteOffset: Int) {
        let byteCount = Tensor.byteCount(shape, elementType)
        precondition(
            byteOffset >= 0 && byteOffset + byteCount <= storage.byteCount,
            "\(byteCount) bytes at \(byteOffset) of a storage of \(storage.byteCount)"
        )
        self.shape = shape
        self.elementType = elementType
        self.storage = storage
        self.byteOffset = byteOffset
    }

    /// The same elements in another shape of as many: the same memory.
    public func reshaped(_ shape: TensorShape) -> Tensor {
        let reshaped = Tensor(shape, elementType, storage: storage, byteOffset: byteOffset)
        precondition(reshaped.count == count, "\(self.shape) does not have as many elements as \(shape)")
        return reshaped
    }

    /// A part of the first dimension: the same memory.
    public func rows(_ range: Range<Int>) -> Tensor {
        guard let rowCount = shape.first else { preconditionFailure("A tensor without dimensions has no rows") }
        precondition(0 <= range.lowerBound && range.upperBound <= rowCount, "Rows \(range) of \(rowCount)")
        let rowBytes = shape.dropFirst().reduce(elementType.byteCount, *)
        var part = shape
        part[0] = range.count
        return Tensor(
            part,
            elementType,
            storage: storage,
            byteOffset: byteOffset + range.lowerBound * rowBytes
        )
    }

    /// A copy of all elements as floats.
    public func floats() -> [Float] {
        withExtendedLifetime(storage) {
            [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
                initialized = count
                guard count > 0, let destination = buffer.baseAddress else { return }
                switch elementType {
                case .float32: UnsafeMutableRawPointer(destination).copyMemory(from: pointer, byteCount: count * 4)
                case .bfloat16: tk_widen_bfloat16(pointer, destination, count)
                }
            }
        }
    }

    private static func byteCount(_ shape: TensorShape, _ elementType: ElementType) -> Int {
        shape.reduce(elementType.byteCount) { product, extent in
            precondition(extent >= 0, "A negative extent in \(shape)")
            let (result, overflow) = product.multipliedReportingOverflow(by: extent)
            precondition(!overflow, "The shape \(shape) has too many elements")
            return result
        }
    }
}

// MARK: - Memory, for the operations of this package

extension Tensor {
    /// Where the elements begin. It says nothing about how long they stay: the tensor must be used after the last use
    /// of the pointer (a parameter or a result is; for anything else take one of the `with…` methods, or the compiler
    /// may release the memory in between).
    package var pointer: UnsafeMutableRawPointer { storage.start + byteOffset }

    /// The elements as `float32`; of another element type it is a programming error.
    package func withFloats<Result>(_ body: (UnsafeMutablePointer<Float>) throws -> Result) rethrows -> Result {
        precondition(elementType == .float32, "float32 elements wanted, \(elementType) found")
        return try withExtendedLifetime(storage) { try body(pointer.assumingMemoryBound(to: Float.self)) }
    }

    /// The elements as the bits of `bfloat16`; of another element type it is a programming error.
    package func withBFloat16s<Result>(_ body: (UnsafeMutablePointer<UInt16>) throws -> Result) rethrows -> Result {
        precondition(elementType == .bfloat16, "bfloat16 elements wanted, \(elementType) found")
        return try withExtendedLifetime(storage) { try body(pointer.assumingMemoryBound(to: UInt16.self)) }
    }

    /// The bytes of the elements, whatever their type.
    package func withBytes<Result>(_ body: (UnsafeMutableRawPointer) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(storage) { try body(pointer) }
    }
}
