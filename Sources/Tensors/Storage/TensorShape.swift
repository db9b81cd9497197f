/// The extent of every dimension, the slowest first: `[tokens, channels]`, `[height, width, channels]`.
///
/// It lies in the tensor itself. An array would be an object on the heap for each of the thousands of tensors of a step;
/// so is an array literal, which is for what happens once. Operations name what they make: `.matrix(rows, columns)`.
public struct TensorShape: Sendable {
    /// What a network's pictures, matrices and kernels need.
    public static let mostDimensions = 4

    private var extents: InlineArray<4, Int> = [1, 1, 1, 1]
    private let dimensions: Int

    private init(dimensions: Int) {
        precondition(dimensions <= TensorShape.mostDimensions, "\(dimensions) dimensions")
        self.dimensions = dimensions
    }

    /// As many dimensions as there are extents, at most `mostDimensions`.
    public init(_ extents: some Collection<Int>) {
        self.init(dimensions: extents.count)
        for (dimension, extent) in extents.enumerated() { self.extents[dimension] = extent }
    }

    /// `[count]`
    public static func vector(_ count: Int) -> TensorShape {
        var shape = TensorShape(dimensions: 1)
        shape.extents[0] = count
        return shape
    }

    /// `[rows, columns]`
    public static func matrix(_ rows: Int, _ columns: Int) -> TensorShape {
        var shape = TensorShape(dimensions: 2)
        shape.extents[0] = rows
        shape.extents[1] = columns
        return shape
    }

    /// `[height, width, channels]`
    public static func picture(_ height: Int, _ width: Int, _ channels: Int) -> TensorShape {
        var shape = TensorShape(dimensions: 3)
        shape.extents[0] = height
        shape.extents[1] = width
        shape.extents[2] = channels
        return shape
    }
}

extension TensorShape: RandomAccessCollection, MutableCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { dimensions }

    public subscript(dimension: Int) -> Int {
        get {
            precondition(dimension < dimensions, "Dimension \(dimension) of \(dimensions)")
            return extents[dimension]
        }
        set {
            precondition(dimension < dimensions, "Dimension \(dimension) of \(dimensions)")
            extents[dimension] = newValue
        }
    }
}

extension TensorShape: Hashable, CustomStringConvertible, ExpressibleByArrayLiteral {
    public init(arrayLiteral extents: Int...) {
        self.init(extents)
    }

    public static func == (a: TensorShape, b: TensorShape) -> Bool { a.elementsEqual(b) }

    public func hash(into hasher: inout Hasher) {
        for extent in self { hasher.combine(extent) }
    }

    public var description: String { Array(self).description }
}
