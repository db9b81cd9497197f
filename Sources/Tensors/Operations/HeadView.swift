/// A stripe of a matrix's columns as attention heads that lie side by side.
///
/// Queries, keys and values often are one product: `HeadView(joined, firstColumn: 0, heads: 14, headDimension: 64)` are
/// its queries, `HeadView(joined, firstColumn: 896, heads: 1, headDimension: 64)` the keys.
public struct HeadView: Sendable {
    /// [tokens, columns]
    public let tensor: Tensor
    public let firstColumn: Int
    public let heads: Int
    public let headDimension: Int

    public init(_ tensor: Tensor, firstColumn: Int = 0, heads: Int, headDimension: Int) {
        precondition(tensor.shape.count == 2, "Heads are columns of a matrix, not of the shape \(tensor.shape)")
        precondition(heads >= 1 && headDimension >= 1, "\(heads) heads of \(headDimension)")
        precondition(
            firstColumn >= 0 && firstColumn + heads * headDimension <= tensor.shape[1],
            "\(heads) heads of \(headDimension) from column \(firstColumn) of \(tensor.shape[1])"
        )
        self.tensor = tensor
        self.firstColumn = firstColumn
        self.heads = heads
        self.headDimension = headDimension
    }

    public var tokens: Int { tensor.shape[0] }
    var columns: Int { tensor.shape[1] }

    /// Where a head's first element of a token is.
    func pointer(token: Int = 0, head: Int = 0) -> UnsafeMutableRawPointer {
        let index = token * columns + firstColumn + head * headDimension
        return tensor.pointer + index * tensor.elementType.byteCount
    }
}
