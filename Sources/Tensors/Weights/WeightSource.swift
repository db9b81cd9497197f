import CTensorKernels

/// The rows of a matrix as files store them, which is what packed weights are made from.
///
/// Several tensors, or parts of them, may lie below each other; each row is one output. For a convolution the columns
/// are `[inputs][kernel row][kernel column]`, as in the file. For a gated product the rows that are values come first,
/// those that are gates follow.
package struct WeightSource: Sendable {
    package let rows: Int
    package let columns: Int
    private let pieces: [Piece]
    private let cache: PackedWeights?
    private let name: String

    /// Consecutive rows in a file or in memory.
    ///
    /// `@unchecked Sendable`: the bytes are only read, and exist as long as their owner, a constant.
    struct Piece: @unchecked Sendable {
        let bytes: UnsafeRawBufferPointer
        let elementType: StoredElementType
        let rows: Int
        let owner: AnyObject
        /// Where the bytes are in the owner, if that is a file.
        let fileOffset: Int
    }

    init(_ pieces: [Piece], columns: Int, name: String, cache: PackedWeights?) {
        rows = pieces.reduce(0) { $0 + $1.rows }
        self.columns = columns
        self.pieces = pieces
        self.name = name
        self.cache = cache
        for piece in pieces {
            let wanted = piece.rows * columns * piece.elementType.bitCount / 8
            precondition(piece.bytes.count == wanted, "\(piece.bytes.count) bytes for \(piece.rows) × \(columns)")
        }
    }

    /// Rows that are given, for products without a file.
    package init(floats: [Float], rows: Int, columns: Int) {
        precondition(floats.count == rows * columns, "\(floats.count) numbers for \(rows) × \(columns)")
        let storage = TensorStorage(byteCount: floats.count * 4)
        let memory = UnsafeMutableRawBufferPointer(start: storage.start, count: storage.byteCount)
        floats.withUnsafeBytes { memory.copyMemory(from: $0) }
        let bytes = UnsafeRawBufferPointer(memory)
        let piece = Piece(bytes: bytes, elementType: .float32, rows: rows, owner: storage, fileOffset: 0)
        self.init([piece], columns: columns, name: "", cache: nil)
    }

    /// Writes some rows to `destination` as floats, without gaps. Any thread may call it.
    package func read(rows wanted: Range<Int>, into destination: UnsafeMutablePointer<Float>) {
        precondition(0 <= wanted.lowerBound && wanted.upperBound <= rows, "Rows \(wanted) of \(rows)")
        var start = 0
        var destination = destination
        for piece in pieces {
            let part = wanted.clamped(to: start..<(start + piece.rows))
            if !part.isEmpty {
                piece.read((part.lowerBound - start) * columns, count: part.count * columns, into: destination)
                destination += part.count * columns
            }
            start += piece.rows
        }
    }

    /// The packed form of the rows: from the cache if it has this name in this layout, or as `fill` writes it.
    ///
    /// - Parameters:
    ///   - layout: Everything the bytes depend on except the rows themselves: precision, order, version of the code,
    ///     the instructions that it is for.
    ///   - byteCount: What the layout needs for these rows and columns.
    ///   - fill: Writes all bytes, padding included, starting at a multiple of 64; it may use all threads.
    /// - Returns: Memory that nobody writes to any more.
    package func packed(
        layout: String,
        byteCount: Int,
        fill: (UnsafeMutableRawPointer) throws -> Void
    ) rethrows -> TensorStorage {
        defer { for piece in pieces { piece.forget() } }
        guard let cache else {
            let storage = TensorStorage(byteCount: byteCount)
            try fill(storage.start)
            return storage
        }
        return try cache.storage(of: "\(name) [\(rows), \(columns)] \(layout)", byteCount: byteCount, fill: fill)
    }
}

extension WeightSource.Piece {
    fileprivate func read(_ first: Int, count: Int, into destination: UnsafeMutablePointer<Float>) {
        guard let start = bytes.baseAddress else { return }
        let source = start + first * elementType.bitCount / 8
        switch elementType {
        case .float32: UnsafeMutableRawPointer(destination).copyMemory(from: source, byteCount: count * 4)
        case .bfloat16: tk_widen_bfloat16(source, destination, count)
        case .float16: tk_widen_float16(source, destination, count)
        default: preconditionFailure("Weights of type \(elementType.rawValue)")
        }
    }

    /// The packed form takes the place of these bytes: memory never holds both for more than one tensor.
    fileprivate func forget() {
        (owner as? MappedFile)?.forget(fileOffset..<(fileOffset + bytes.count))
    }

    /// Some of the rows.
    func rows(_ range: Range<Int>) -> WeightSource.Piece {
        let rowBytes = rows == 0 ? 0 : bytes.count / rows
        let part = (range.lowerBound * rowBytes)..<(range.upperBound * rowBytes)
        return WeightSource.Piece(
            bytes: UnsafeRawBufferPointer(rebasing: bytes[part]),
            elementType: elementType,
            rows: range.count,
            owner: owner,
            fileOffset: fileOffset + part.lowerBound
        )
    }
}
