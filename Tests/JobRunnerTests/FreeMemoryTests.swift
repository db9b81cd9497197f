import Foundation
import JobRunner
import Testing

@Suite struct FreeMemoryTests {
    /// Other tests take and give back memory meanwhile: one time of several is enough.
    @Test func whatLiesFreeBetweenAllocationsGoesBackToTheSystem() throws {
        let returned = try (0..<10).map { _ in try returnedBytes() }
        #expect(returned.contains { $0 > Self.count * Self.size / 2 }, "of \(Self.count * Self.size) bytes \(returned)")
    }

    private static let count = 2_000
    private static let size = 64 << 10

    /// Of blocks too small for a mapping of their own, with something between them that stays.
    private func returnedBytes() throws -> Int {
        var blocks: [UnsafeMutableRawPointer] = []
        var small: [UnsafeMutableRawPointer] = []
        for _ in 0..<Self.count {
            let block = UnsafeMutableRawPointer.allocate(byteCount: Self.size, alignment: 16)
            memset(block, 1, Self.size)
            blocks.append(block)
            small.append(.allocate(byteCount: 64, alignment: 16))
        }
        defer { for block in small { block.deallocate() } }
        for block in blocks { block.deallocate() }
        let before = try #require(MemoryLimit.anonymousBytes())
        FreeMemory.giveBack()
        return before - (try #require(MemoryLimit.anonymousBytes()))
    }
}
