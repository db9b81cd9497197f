/// A tensor as a file describes it.
public struct StoredTensor: Sendable, Hashable {
    public let name: String
    public let elementType: StoredElementType
    public let shape: [Int]
    /// Where its bytes are, counted from the beginning of the file.
    public let byteRange: Range<Int>

    /// The number of elements; it has been checked to fit.
    public var count: Int { shape.reduce(1, *) }
}
