import Testing

@testable import Tensors

@Suite struct ShapeTests {
    private let compute = Compute(threadCount: 2)

    /// 0, 1, 2 … as far as bfloat16 keeps them, then from 0 again.
    private func counted(_ shape: TensorShape, as elementType: ElementType) -> Tensor {
        Tensor(shape, floats: (0..<shape.reduce(1, *)).map { Float($0 % 251) }, as: elementType)
    }

    @Test(arguments: [ElementType.float32, .bfloat16])
    func `Enlarging repeats every pixel in both directions`(elementType: ElementType) {
        let small = counted([3, 5, 17], as: elementType)
        let large = compute.upsampledNearest(small)
        #expect(large.shape == [6, 10, 17])
        let (from, to) = (small.floats(), large.floats())
        let expected: [Float] = to.indices.map { place in
            let (row, column, channel) = (place / 17 / 10, place / 17 % 10, place % 17)
            return from[(row / 2 * 5 + column / 2) * 17 + channel]
        }
        #expect(to == expected)
    }

    @Test(arguments: [ElementType.float32, .bfloat16])
    func `Channels are joined pixel by pixel`(elementType: ElementType) {
        let (a, b) = (counted([3, 2, 5], as: elementType), counted([3, 2, 3], as: elementType))
        let joined = compute.concatenateChannels(a, b)
        #expect(joined.shape == [3, 2, 8])
        let (x, y) = (a.floats(), b.floats())
        let expected = (0..<6).flatMap { pixel in x[(pixel * 5)...].prefix(5) + y[(pixel * 3)...].prefix(3) }
        #expect(joined.floats() == expected)
    }

    @Test(arguments: [ElementType.float32, .bfloat16])
    func `Pictures side by side can be taken apart again`(elementType: ElementType) {
        let (a, b) = (counted([7, 4, 3], as: elementType), counted([7, 9, 3], as: elementType))
        let both = compute.concatenateColumns(a, b)
        #expect(both.shape == [7, 13, 3])
        #expect(compute.columns(both, 0..<4).floats() == a.floats())
        #expect(compute.columns(both, 4..<13).floats() == b.floats())
        #expect(compute.columns(both, 4..<4).shape == [7, 0, 3])
    }

    @Test func `Columns of a matrix are a matrix`() {
        let part = compute.columns(counted([3, 4], as: .float32), 1..<3)
        #expect(part.shape == [3, 2] && part.floats() == [1, 2, 5, 6, 9, 10])
    }

    @Test(arguments: [ElementType.float32, .bfloat16])
    func `Rows are copied to their place, and others left alone`(elementType: ElementType) {
        let destination = Tensor([5, 2, 3], floats: [Float](repeating: 7, count: 30), as: elementType)
        let source = counted([2, 2, 3], as: elementType)
        compute.copyRows(source, into: destination, at: 2)
        let expected = [Float](repeating: 7, count: 12) + source.floats() + [Float](repeating: 7, count: 6)
        #expect(destination.floats() == expected)
    }

    @Test func `Shapes that do not fit end the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Compute(threadCount: 1).concatenateChannels(Tensor([2, 1]), Tensor([3, 1]))
        }
        await #expect(processExitsWith: .failure) {
            _ = Compute(threadCount: 1).concatenateColumns(Tensor([2, 1, 4]), Tensor([2, 1, 5]))
        }
        await #expect(processExitsWith: .failure) { _ = Compute(threadCount: 1).columns(Tensor([2, 3]), 2..<4) }
        await #expect(processExitsWith: .failure) {
            Compute(threadCount: 1).copyRows(Tensor([2, 3]), into: Tensor([2, 3]), at: 1)
        }
    }
}
