import Testing

@testable import Tensors

@Suite struct SafetensorsHeaderTests {
    private func header(_ file: [UInt8]) throws -> SafetensorsHeader {
        try file.withUnsafeBytes { bytes throws(TensorError) in try SafetensorsHeader(bytes, path: "file") }
    }

    private func tensor(_ dtype: String, _ shape: String, _ offsets: String) -> String {
        #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    @Test func `Tensors are listed in the order of their bytes, with the places of these in the file`() throws {
        let text = """
            {"__metadata__": {"format": "pt", "note": ""},
             "b" : { "data_offsets" : [ 24 , 28 ], "shape":[2], "dtype":"BF16" },
             "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
             "none":{"dtype":"F64","shape":[0,7],"data_offsets":[24,24]},
             "scalar":{"dtype":"I32","shape":[],"data_offsets":[28,32]}}
            """
        let padded = text + String(repeating: " ", count: 16 - text.utf8.count % 8)
        let header = try header(WeightFixtures.file(header: padded, dataCount: 32))
        let start = 8 + padded.utf8.count
        #expect(header.byteCount == start)
        #expect(header.metadata == ["format": "pt", "note": ""])
        #expect(header.tensors.map(\.name) == ["a", "none", "b", "scalar"])
        #expect(header.tensors.map(\.shape) == [[2, 3], [0, 7], [2], []])
        #expect(header.tensors.map(\.elementType) == [.float32, .float64, .bfloat16, .int32])
        #expect(header.tensors.map { $0.byteRange.lowerBound - start } == [0, 24, 24, 28])
        #expect(header.tensors.map { $0.byteRange.upperBound - start } == [24, 24, 28, 32])
    }

    @Test func `Names may have escapes and any letters`() throws {
        let names = [(#"q\"uo\\te\/"#, #"q"uo\te/"#), (#"\u00e9\ud83d\ude00\n"#, "é😀\n"), ("雪見", "雪見"), ("", "")]
        for (written, name) in names {
            let text = "{\"\(written)\":\(tensor("U8", "[1]", "[0,1]"))}"
            #expect(try header(WeightFixtures.file(header: text, dataCount: 1)).tensors.map(\.name) == [name])
        }
    }

    @Test func `A file without tensors is a file`() throws {
        #expect(try header(WeightFixtures.file(header: "{}", dataCount: 0)).tensors.isEmpty)
        #expect(try header(WeightFixtures.file(header: #"{"__metadata__":{}}   "#, dataCount: 0)).tensors.isEmpty)
    }

    @Test(arguments: StoredElementType.allCases)
    func `Every type takes as many bytes as its bits say`(type: StoredElementType) throws {
        let bytes = type.bitCount
        let text = "{\"t\":\(tensor(type.rawValue, "[2,4]", "[0,\(bytes)]"))}"
        let padded = text + String(repeating: " ", count: 7 - (text.utf8.count + 7) % 8)
        #expect(try header(WeightFixtures.file(header: padded, dataCount: bytes)).tensors.first?.elementType == type)
    }

    @Test(arguments: HostileHeaders.all.indices)
    func `A header that breaks a rule is refused with the reason`(index: Int) {
        let (text, dataCount, message) = HostileHeaders.all[index]
        let error = #expect(throws: TensorError.self) {
            try header(WeightFixtures.file(header: text, dataCount: dataCount))
        }
        #expect(error?.code == .malformed && error?.file == "file")
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "") instead of \(message)")
    }

    @Test func `The length of the header is checked against the file and a limit before anything is read`() {
        let lengths: [(UInt64, Int, String)] = [
            (0, 8, "{ at its beginning"), (1, 8, "in a file of 8"), (3, 10, "in a file of 10"),
            (UInt64(100 << 20), 8, "more than the"), (1 << 63, 8, "more than the"), (.max, 8, "more than the"),
            (.max - 7, 8, "more than the"),
        ]
        for (length, size, message) in lengths {
            let file = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
            let error = #expect(throws: TensorError.self) { try header(Array(file.prefix(size))) }
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "") instead of \(message)")
        }
        for size in 0..<8 {
            let error = #expect(throws: TensorError.self) { try header(Array(repeating: 0, count: size)) }
            #expect(error?.message.contains("too few") == true)
        }
    }

    @Test func `Text that is not UTF-8 is refused`() {
        for bytes: [UInt8] in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe9]] {
            for escape in ["", "\\n"] {
                let text = Array("{\"\(escape)".utf8) + bytes + Array("\":\(tensor("U8", "[1]", "[0,1]"))}".utf8)
                let file = WeightFixtures.file(header: text, data: [0])
                let error = #expect(throws: TensorError.self) { try header(file) }
                #expect(error?.message.contains("not UTF-8") == true)
            }
        }
    }
}
