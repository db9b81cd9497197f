import Testing

@testable import Tensors

@Suite struct TensorShapeTests {
    @Test func `A shape has the extents that it was made of, however it was made`() {
        #expect(Array(TensorShape.vector(3)) == [3])
        #expect(Array(TensorShape.matrix(3, 5)) == [3, 5])
        #expect(Array(TensorShape.picture(3, 5, 7)) == [3, 5, 7])
        #expect(TensorShape.picture(3, 5, 7) == [3, 5, 7] && TensorShape([3, 5, 7][...]) == [3, 5, 7])
        #expect(TensorShape([Int]()).isEmpty && TensorShape([1, 2, 3, 4]).last == 4)
        #expect("\(TensorShape.matrix(3, 5))" == "[3, 5]")
    }

    @Test func `Shapes are equal when all extents are`() {
        #expect(TensorShape.matrix(3, 1) != .vector(3))
        #expect(TensorShape.matrix(3, 1) != .matrix(1, 3))
        #expect(Set<TensorShape>([[3, 5], .matrix(3, 5), [3], [3, 5, 1]]).count == 3)
    }

    @Test func `One extent can be changed`() {
        var shape = TensorShape.picture(3, 5, 7)
        shape[1] = 9
        #expect(shape == [3, 9, 7])
    }

    @Test func `More dimensions than there are end the process`() async {
        await #expect(processExitsWith: .failure) { _ = TensorShape([1, 2, 3, 4, 5]) }
        await #expect(processExitsWith: .failure) { _ = TensorShape.matrix(1, 2)[2] }
    }
}
