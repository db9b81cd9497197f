import Testing

@testable import Tensors

@Suite struct WeightSourceTests {
    @Test func `Rows are read across pieces of different types`() throws {
        let folder = try TemporaryFolder()
        let floats = (0..<24).map(Float.init)
        let path = try folder.write(
            WeightFixtures.file([
                .init("a", [2, 4], .float32, floats: Array(floats[0..<8])),
                .init("b", [3, 4], .bfloat16, floats: Array(floats[8..<20])),
                .init("c", [1, 4], .float16, floats: Array(floats[20..<24])),
            ]),
            to: "w.safetensors"
        )
        let file = try SafetensorsFile(path)
        let pieces = file.header.tensors.map { tensor in
            WeightSource.Piece(
                bytes: file.bytes(of: tensor),
                elementType: tensor.elementType,
                rows: tensor.shape[0],
                owner: file.file,
                fileOffset: tensor.byteRange.lowerBound
            )
        }
        let source = WeightSource(pieces, columns: 4, name: "all", cache: nil)
        #expect(source.rows == 6)
        for first in 0...6 {
            for last in first...6 {
                let read = [Float](unsafeUninitializedCapacity: (last - first) * 4 + 1) { buffer, count in
                    buffer[(last - first) * 4] = -1
                    if let start = buffer.baseAddress { source.read(rows: first..<last, into: start) }
                    count = (last - first) * 4 + 1
                }
                #expect(read == Array(floats[(first * 4)..<(last * 4)]) + [-1])
            }
        }
        let swapped = WeightSource([pieces[1].rows(1..<3), pieces[1].rows(0..<1)], columns: 4, name: "b", cache: nil)
        let read = [Float](unsafeUninitializedCapacity: 12) { buffer, count in
            if let start = buffer.baseAddress { swapped.read(rows: 0..<3, into: start) }
            count = 12
        }
        #expect(read == Array(floats[12..<20] + floats[8..<12]))
    }
}
