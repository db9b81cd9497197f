/// What a safetensors file says of itself, checked against the file's size: whoever has a header can read every byte
/// of every tensor in it.
///
/// ```
/// offset  bytes
/// 0       8      the length n of the header, little-endian
/// 8       n      JSON: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …,
///                       "__metadata__": {"any": "text"}}, then spaces
/// 8 + n   rest   the tensors' bytes; offsets count from here
/// ```
///
/// The tensors fill the rest without overlaps or holes, as the reference implementation demands
/// (https://github.com/huggingface/safetensors, `Metadata::validate`), so that a file cannot hide anything. Each begins
/// at a multiple of its elements' size, as the reference writes them, so that it can be used where it lies.
public struct SafetensorsHeader: Sendable {
    /// In the order of their bytes.
    public let tensors: [StoredTensor]
    /// Text about the file.
    public let metadata: [String: String]
    /// The length of the header with the number in front of it: where the tensors' bytes begin.
    public let byteCount: Int

    /// Larger headers are refused before they are read. The largest known ones have half a megabyte.
    static let largestHeader = 32 << 20
    /// More dimensions than any network has.
    private static let mostDimensions = 16

    /// Reads and checks the header at the beginning of `file`, which are the bytes of a whole file.
    ///
    /// Throws `TensorError` with the code `malformed` that names `path`.
    package init(_ file: UnsafeRawBufferPointer, path: String) throws(TensorError) {
        do {
            try self.init(file)
        } catch {
            throw TensorError(.malformed, error.message, tensor: error.tensor, file: path)
        }
    }

    private init(_ file: UnsafeRawBufferPointer) throws(Flaw) {
        guard file.count >= 8 else { throw Flaw("\(file.count) bytes are too few for a safetensors file") }
        let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(SafetensorsHeader.largestHeader) else {
            throw Flaw("a header of \(length) bytes, more than the \(SafetensorsHeader.largestHeader) allowed")
        }
        guard length <= UInt64(file.count - 8) else {
            throw Flaw("a header of \(length) bytes in a file of \(file.count)")
        }
        byteCount = 8 + Int(length)
        var scanner = SafetensorsHeaderScanner(UnsafeRawBufferPointer(rebasing: file[8..<byteCount]))
        let description = try scanner.scan()
        metadata = description.metadata
        var tensors: [StoredTensor] = []
        tensors.reserveCapacity(description.tensors.count)
        for entry in description.tensors {
            tensors.append(try SafetensorsHeader.checked(entry, dataStart: byteCount, fileSize: file.count))
        }
        tensors.sort { first, second in
            (first.byteRange.lowerBound, first.byteRange.upperBound)
                < (second.byteRange.lowerBound, second.byteRange.upperBound)
        }
        try SafetensorsHeader.checkThatTheyFill(byteCount..<file.count, tensors)
        self.tensors = tensors
    }

    private static func checked(
        _ entry: SafetensorsHeaderScanner.Entry,
        dataStart: Int,
        fileSize: Int
    ) throws(Flaw) -> StoredTensor {
        func flaw(_ message: String) -> Flaw { Flaw(message, tensor: entry.name) }
        guard let elementType = StoredElementType(rawValue: entry.elementType) else {
            throw flaw("unknown element type \(entry.elementType)")
        }
        guard entry.shape.count <= mostDimensions else { throw flaw("\(entry.shape.count) dimensions") }
        var bits = elementType.bitCount
        for extent in entry.shape {
            let (product, overflow) = bits.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw flaw("the shape \(entry.shape) has too many elements") }
            bits = product
        }
        guard bits % 8 == 0 else {
            throw flaw("the shape \(entry.shape) of \(elementType.rawValue) ends within a byte")
        }
        let (begin, end) = entry.offsets
        guard begin <= end, end <= fileSize - dataStart else {
            throw flaw("offsets \(begin)..\(end) in \(fileSize - dataStart) bytes of data")
        }
        guard end - begin == bits / 8 else {
            throw flaw("\(end - begin) bytes for the shape \(entry.shape), which needs \(bits / 8)")
        }
        let range = (dataStart + begin)..<(dataStart + end)
        guard range.lowerBound % elementType.alignment == 0 else {
            throw flaw("begins at byte \(range.lowerBound) of the file, no multiple of \(elementType.alignment)")
        }
        return StoredTensor(name: entry.name, elementType: elementType, shape: entry.shape, byteRange: range)
    }

    private static func checkThatTheyFill(_ data: Range<Int>, _ tensors: [StoredTensor]) throws(Flaw) {
        var end = data.lowerBound
        for tensor in tensors {
            let begin = tensor.byteRange.lowerBound
            guard begin == end else {
                let kind = begin < end ? "overlaps with the tensor before it" : "begins after a hole"
                throw Flaw("\(kind): byte \(begin) instead of \(end) of the file", tensor: tensor.name)
            }
            end = tensor.byteRange.upperBound
        }
        guard end == data.upperBound else {
            throw Flaw("\(data.upperBound - end) bytes at the end belong to no tensor")
        }
    }

    /// What is wrong, without the path.
    struct Flaw: Error {
        let message: String
        let tensor: String?

        init(_ message: String, tensor: String? = nil) {
            self.message = message
            self.tensor = tensor
        }
    }
}
