import Testing

@Suite struct ColourDifferenceTests {
    /// Pairs of the table with which Sharma, Wu and Dalal published the formula's pitfalls.
    @Test(arguments: [
        ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425),
        ([50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0000),
        ([50, 2.5, 0], [50, 0, -2.5], 4.3065),
        ([50, 2.5, 0], [73, 25, -18], 27.1492),
        ([50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461),
        ([6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ])
    func `the colour difference is the published one`(first: [Double], second: [Double], expected: Double) {
        let left = LabColour(lightness: first[0], a: first[1], b: first[2])
        let right = LabColour(lightness: second[0], a: second[1], b: second[2])
        #expect(abs(left.difference(to: right) - expected) < 0.0001)
        #expect(abs(right.difference(to: left) - expected) < 0.0001)
    }
}
