import Foundation
import Synchronization
import Testing

@testable import DiffusionModels
@testable import Tensors

@Suite struct Qwen3VLEncoderTests {
    @Test(arguments: Qwen3VLPrecision.allCases)
    func aTextWithPicturesAnswersAsTheReference(precision: Qwen3VLPrecision) throws {
        let fixture = try Qwen3VLFixture(precision)
        let processor = try Qwen3VLImageProcessor(folder: Qwen3VLFixture.folder)
        let images = try (0..<2).map { try processor.patches(of: fixture.picture($0)) }
        let states = try fixture.encoder(try fixture.integers("tokens"), images: images, compute: fixture.compute)
        try fixture.expect(states, equals: "text.hidden_states", within: precision.modelTolerance)
    }

    @Test(arguments: Qwen3VLPrecision.allCases)
    func theAnswerDoesNotDependOnTheNumberOfThreads(precision: Qwen3VLPrecision) throws {
        let answers = try [1, 3].map { threadCount in
            let fixture = try Qwen3VLFixture(precision, threadCount: threadCount)
            let images = [try fixture.image(0), try fixture.image(1)]
            return try fixture.encoder(try fixture.integers("tokens"), images: images, compute: fixture.compute)
                .floats()
        }
        #expect(answers[0] == answers[1])
    }

    @Test func aCancelledEncodingStopsBeforeItsNextLayer() throws {
        let fixture = try Qwen3VLFixture()
        let asked = Mutex(0)
        let compute = Compute(threadCount: 1) {
            asked.withLock { asked in
                asked += 1
                return asked > 4
            }
        }
        #expect(throws: CancellationError.self) {
            try fixture.encoder(
                try fixture.integers("tokens"),
                images: [fixture.image(0), fixture.image(1)],
                compute: compute
            )
        }
        // Three blocks of the first picture, one of the second, and no further.
        #expect(asked.withLock { $0 } == 5)
    }

    @Test func picturesThatAreNotInTheTextAreRefused() throws {
        let fixture = try Qwen3VLFixture()
        let tokens = try fixture.integers("tokens")
        #expect(throws: Qwen3VLPromptError.imageTokens(found: [6, 8], expected: [6])) {
            try fixture.encoder(tokens, images: [fixture.image(0)], compute: fixture.compute)
        }
        #expect(throws: Qwen3VLPromptError.imageTokens(found: [6, 8], expected: [8, 6])) {
            try fixture.encoder(tokens, images: [fixture.image(1), fixture.image(0)], compute: fixture.compute)
        }
        #expect(throws: Qwen3VLPromptError.unknownToken(96, vocabularySize: 96)) {
            try fixture.encoder([1, 96], images: [], compute: fixture.compute)
        }
    }
}
