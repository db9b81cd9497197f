import Foundation
import Testing

@testable import DiffusionModels
@testable import Tensors

@Suite struct Qwen3VLMemoryTests {
    @Test func theWeightsOfACheckpointAreCounted() throws {
        let configuration = try Qwen3VLFixture().configuration
        let checkpoint = try Checkpoint(Qwen3VLFixture.folder.path)
        // The embedding stays in its file, the head is not read, and norms are too small to matter.
        let counted = checkpoint.names
            .filter { name in !["norm", "embed_tokens", "lm_head"].contains { name.contains($0) } }
            .compactMap { checkpoint.tensor($0)?.count }
            .reduce(0, +)
        #expect(configuration.weightByteCount(.float32) == counted * 4)
    }

    /// With as many patches as in use: what is rounded up to whole blocks of memory does not count then.
    @Test(arguments: Qwen3VLPrecision.allCases)
    func tensorsTakeNoMoreThanWasSaidBefore(precision: Qwen3VLPrecision) throws {
        let fixture = try Qwen3VLFixture(precision)
        let configuration = fixture.configuration
        let grid = PatchGrid(rows: 32, columns: 32, mergeSize: 2)
        let volume = configuration.vision.patchVolume
        let pixels = Tensor([grid.count, volume], floats: (0..<grid.count * volume).map { Float($0 % 17) / 8 - 1 })
        let tokens = Array(repeating: 3, count: 112) + Array(repeating: configuration.imageToken, count: 256)
        fixture.compute.arena.trim()
        _ = try fixture.encoder(tokens, images: [ImagePatches(pixels: pixels, grid: grid)], compute: fixture.compute)
        let said = configuration.activationByteCount(tokens: 368, patches: [1024], precision.activations)
        let taken = fixture.compute.arena.peakBytesInUse
        #expect(taken <= said && said <= taken * 3 / 2, "\(taken) bytes taken, \(said) said")
    }
}
