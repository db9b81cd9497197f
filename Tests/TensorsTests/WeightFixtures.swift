import Foundation

@testable import Tensors

/// Safetensors files that tests make.
enum WeightFixtures {
    /// A file with this header and this many bytes of data, which count upwards.
    static func file(header: String, dataCount: Int) -> [UInt8] {
        file(header: Array(header.utf8), data: (0..<dataCount).map { UInt8(truncatingIfNeeded: $0) })
    }

    static func file(header: [UInt8], data: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
    }

    struct Entry {
        let name: String
        let shape: [Int]
        let type: StoredElementType
        let bytes: [UInt8]

        init(_ name: String, _ shape: [Int], _ type: StoredElementType, _ bytes: [UInt8]) {
            self.name = name
            self.shape = shape
            self.type = type
            self.bytes = bytes
        }

        /// Numbers that the type stores exactly, or rounds by cutting off (BF16).
        init(_ name: String, _ shape: [Int], _ type: StoredElementType = .float32, floats: [Float]) {
            let bytes: [UInt8] =
                switch type {
                case .bfloat16: floats.flatMap { littleEndian(UInt16($0.bitPattern >> 16)) }
                case .float16: floats.flatMap { littleEndian(Float16($0).bitPattern) }
                default: floats.flatMap { littleEndian($0.bitPattern) }
                }
            self.init(name, shape, type, bytes)
        }
    }

    /// A correct file with these tensors in this order.
    static func file(_ entries: [Entry]) -> [UInt8] {
        var members: [String] = []
        var data: [UInt8] = []
        for entry in entries {
            let offsets = [data.count, data.count + entry.bytes.count]
            let type = "\"dtype\":\"\(entry.type.rawValue)\""
            members.append("\"\(entry.name)\":{\(type),\"shape\":\(entry.shape),\"data_offsets\":\(offsets)}")
            data += entry.bytes
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        while header.count % 8 != 0 { header.append(0x20) }
        return file(header: header, data: data)
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}

/// A folder that goes away with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "tensors-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, and answers with its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    var contents: [String] {
        get throws { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }
    }
}
