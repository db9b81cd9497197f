import GenerationTypes
import Testing

@testable import SceneEngine

@Suite struct ElementCutoutTests {
    /// Area in common with the vase over the area of both, the cut-out laid where the vase's box is.
    private func agreement(_ cutout: ElementCutout) -> Float {
        let size = ElementFixture.size
        let (left, top) = (120 - cutout.width / 2, 51)
        var (common, either) = (0, 0)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let (u, v) = (x - left, y - top)
                let isInside = (0..<cutout.width).contains(u) && (0..<cutout.height).contains(v)
                let found = isInside && cutout.alpha[u, v] > 0.5
                let drawn = ElementFixture.isVase(x, y)
                if found && drawn { common += 1 }
                if found || drawn { either += 1 }
            }
        }
        return Float(common) / Float(either)
    }

    @Test func theSubjectIsCutOutOfAPlainBackground() {
        let cutout = ElementCutout(ElementFixture.element(ElementFixture.vaseBeforeWall()), parallelism: .serial)
        let (confidence, isCutOff) = (cutout.confidence, cutout.isCutOffBelow)
        #expect(confidence > ElementCutout.leastConfidence)
        #expect(agreement(cutout) > 0.94)
        #expect(!isCutOff)
    }

    @Test func theFilesOwnTransparencyIsTakenAsItIs() {
        let cutout = ElementCutout(ElementFixture.element(ElementFixture.vaseWithAlpha()), parallelism: .serial)
        let confidence = cutout.confidence
        #expect(confidence == 1)
        #expect(agreement(cutout) > 0.999)
    }

    @Test func edgesLoseTheColourOfTheOldBackground() {
        let cutout = ElementCutout(ElementFixture.element(ElementFixture.vaseBeforeWall()), parallelism: .serial)
        var (green, red, count): (Float, Float, Float) = (0, 0, 0)
        for i in cutout.alpha.pixels.indices where (0.1..<0.9).contains(cutout.alpha.pixels[i]) {
            green += cutout.image.green.pixels[i]
            red += cutout.image.red.pixels[i]
            count += 1
        }
        #expect(count > 20)
        // The vase has about a fifth of its red in green, the wall four times as much green as red.
        #expect(green / red < 0.4)
    }

    @Test func whatCannotBeSeparatedIsSaidToBeUncertain() {
        let cutout = ElementCutout(ElementFixture.element(ElementFixture.noise()), parallelism: .serial)
        let (confidence, width, height) = (cutout.confidence, cutout.width, cutout.height)
        #expect(confidence < ElementCutout.leastConfidence)
        #expect(width > 20 && height > 20)
    }

    @Test func referencesDoNotSpoilAGoodFrontalImage() {
        let wall = ElementFixture.vaseBeforeWall()
        let cutout = ElementCutout(ElementFixture.element(wall, references: [wall]), parallelism: .serial)
        #expect(agreement(cutout) > 0.94)
    }
}
