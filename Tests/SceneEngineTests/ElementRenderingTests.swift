import GenerationTypes
import Testing

@testable import SceneEngine

@Suite struct ElementRenderingTests {
    private let size = PixelSize(width: 480, height: 272)

    private func render(
        _ prompt: String,
        elements: [Bitmap] = [ElementFixture.vaseWithAlpha()],
        threads: Int = 2
    ) throws -> GeneratedImage {
        let input = GenerationInput(
            prompt: try #require(Prompt(prompt)),
            image: try ElementFixture.photograph("meadow", size),
            elements: elements.map { ElementFixture.element($0) },
            outputSize: size,
            seed: 7
        )
        return try SceneEngine(threadCount: threads).generate(input, monitor: GenerationMonitor())
    }

    /// The pixels that are clearly orange, as the vase is and the meadow is not.
    private func vasePixels(_ image: GeneratedImage) -> [Int] {
        let bytes = image.bitmap.bytes
        return (0..<size.pixelCount).filter { i in
            let (red, green, blue) = (Int(bytes[3 * i]), Int(bytes[3 * i + 1]), Int(bytes[3 * i + 2]))
            return i > size.pixelCount / 2 && red > 110 && 3 * red > 4 * green && green > blue
        }
    }

    private func meanRed(_ image: GeneratedImage, at pixels: [Int]) -> Double {
        pixels.reduce(0.0) { $0 + Double(image.bitmap.bytes[3 * $1]) } / Double(max(1, pixels.count))
    }

    @Test func aPromptMayAskForAnElementAlone() throws {
        let image = try render("put (element1) in the meadow")
        #expect(image.warnings == [])
        #expect(vasePixels(image).count > 300)
    }

    @Test func elementsThatThePromptDoesNotNameArePlacedToo() throws {
        #expect(vasePixels(try render("a vase")).count > 300)
    }

    @Test func aMentionOfMoreThanCameIsAWarning() throws {
        let image = try render("(element1) next to (element3)")
        #expect(image.warnings.contains("(element3) is mentioned, but 1 came."))
    }

    @Test func aMentionAloneWithoutAnElementIsRefused() throws {
        #expect {
            try render("put (element1) in the meadow", elements: [])
        } throws: { error in
            (error as? GenerationFailure)?.code == .unsupportedPrompt
        }
    }

    @Test func nightFallsOnElementsToo() throws {
        let day = try render("put (element1) in the meadow")
        let night = try render("put (element1) in the meadow, night")
        let pixels = vasePixels(day)
        #expect(meanRed(night, at: pixels) < 0.6 * meanRed(day, at: pixels))
    }

    @Test func whatSurroundsAnElementIsShadowedOnlyNearIt() throws {
        let plain = try render("fog on the left", elements: [])
        let placed = try render("fog on the left, (element1) on the right")
        let (width, bytes, others) = (size.width, placed.bitmap.bytes, plain.bitmap.bytes)
        let farSide = (0..<size.pixelCount).filter { $0 % width < width / 3 }
        let changed = farSide.filter { abs(Int(bytes[3 * $0]) - Int(others[3 * $0])) > 3 }
        #expect(Double(changed.count) < 0.01 * Double(farSide.count))
    }

    @Test func whatCannotBeCutOutIsAWarning() throws {
        let image = try render("(element1)", elements: [ElementFixture.noise()])
        #expect(image.warnings.contains { $0.contains("element 1") })
    }

    @Test func theBytesDoNotDependOnTheNumberOfThreads() throws {
        let elements = [ElementFixture.vaseBeforeWall(), ElementFixture.vaseWithAlpha()]
        let one = try render("snow, (element1) on the left, (element2) on the right", elements: elements, threads: 1)
        let four = try render("snow, (element1) on the left, (element2) on the right", elements: elements, threads: 4)
        #expect(one.bitmap == four.bitmap)
    }

    @Test func snowLiesOnTopOfAnElement() {
        var alpha = Plane(width: 60, height: 60)
        for y in 20..<60 { for x in 15..<45 { alpha[x, y] = 1 } }
        let nothing = Plane(width: 60, height: 60)
        let caps = alpha.snowCaps(amount: 1, ragged: nothing.map { _ in 0.5 }, sparing: nothing)
        #expect(caps[30, 20] > 0.9)
        #expect(caps[30, 40] == 0)
        #expect(caps[5, 20] == 0)
    }
}
