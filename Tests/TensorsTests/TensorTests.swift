import Testing

@testable import Tensors

@Suite struct TensorTests {
    @Test func `Numbers come back as they were given`() {
        let floats = (0..<24).map(Float.init)
        let tensor = Tensor([2, 3, 4], floats: floats)
        #expect(tensor.shape == [2, 3, 4] && tensor.count == 24 && tensor.elementType == .float32)
        #expect(tensor.floats() == floats)
        #expect(tensor.reshaped([6, 4]).floats() == floats)
        #expect(tensor.rows(1..<2).shape == [1, 3, 4])
        #expect(tensor.rows(1..<2).floats() == Array(floats[12...]))
        #expect(tensor.reshaped([6, 4]).rows(2..<4).rows(1..<2).floats() == [12, 13, 14, 15])
    }

    @Test func `bfloat16 rounds to the nearest number with 8 bits, ties to even`() {
        let exact: [Float] = [0, -0.0, 1, -1.5, 0.0078125, 255, 0x1p127, .infinity, -.infinity, 0x1p-133]
        #expect(Tensor([exact.count], floats: exact, as: .bfloat16).floats() == exact)
        let rounded = Tensor([4], floats: [257, 259, 1.004, 3.4e38], as: .bfloat16)
        #expect(rounded.floats() == [256, 260, 1.0078125, .infinity])
        #expect(Tensor([1], floats: [.nan], as: .bfloat16).floats()[0].isNaN)
        #expect(Tensor([1], floats: [Float(bitPattern: 0x7f80_0001)], as: .bfloat16).floats()[0].isNaN)
    }

    @Test func `A tensor without elements has no numbers, and rows of its own kind`() {
        let empty = Tensor([0, 5])
        #expect(empty.floats().isEmpty)
        #expect(Tensor([3, 5]).rows(2..<2).shape == [0, 5])
        #expect(Tensor([], floats: [4]).floats() == [4])
    }

    @Test func `Shapes that do not fit end the process`() async {
        await #expect(processExitsWith: .failure) { _ = Tensor([2, 3], floats: [1, 2]) }
        await #expect(processExitsWith: .failure) { _ = Tensor([2, 3]).reshaped([5]) }
        await #expect(processExitsWith: .failure) { _ = Tensor([2, 3]).reshaped([7]) }
        await #expect(processExitsWith: .failure) { _ = Tensor([2, 3]).rows(1..<3) }
        await #expect(processExitsWith: .failure) { _ = Tensor([Int.max, 3]) }
        await #expect(processExitsWith: .failure) { _ = Tensor([2, -3]) }
        await #expect(processExitsWith: .failure) { Tensor([2], .bfloat16).withFloats { $0[0] = 1 } }
    }
}
