import Foundation
import Testing

@testable import Tensors

/// Files with random damage. `Scripts/fuzz-weights` runs a million of them under AddressSanitizer.
@Suite struct SafetensorsMutationTests {
    private static let count = ProcessInfo.processInfo.environment["HEADER_MUTATIONS"].flatMap(Int.init) ?? 20_000

    @Test func `A damaged file is refused, or every byte that its header promises is there`() {
        var random = SplitMix(seed: 20)
        var accepted = 0
        for _ in 0..<Self.count {
            let file = mutated(Self.seeds[random.below(Self.seeds.count)], &random)
            // An allocation of exactly this size: a byte too far is one that AddressSanitizer sees.
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: file.count, alignment: 8)
            defer { memory.deallocate() }
            memory.copyBytes(from: file)
            do {
                let header = try SafetensorsHeader(UnsafeRawBufferPointer(memory), path: "file")
                #expect(sumOfBytes(header, UnsafeRawBufferPointer(memory)) == memory.count - header.byteCount)
                accepted += 1
            } catch {
                #expect(error.code == .malformed)
            }
        }
        // Some damage does no harm; if none did, the files would all fail for one reason.
        #expect(accepted > Self.count / 100 && accepted < Self.count / 2)
    }

    /// Reads what the header promises, and counts it.
    private func sumOfBytes(_ header: SafetensorsHeader, _ file: UnsafeRawBufferPointer) -> Int {
        var count = 0
        var sum: UInt8 = 0
        for tensor in header.tensors {
            let bits = tensor.shape.reduce(tensor.elementType.bitCount, *)
            guard bits / 8 == tensor.byteRange.count else { return -1 }
            for offset in tensor.byteRange { sum &+= file[offset] }
            count += tensor.byteRange.count
        }
        return sum == 0 ? count : count
    }

    /// Correct files of several kinds.
    private static let seeds: [[UInt8]] = [
        WeightFixtures.file(header: "{}", dataCount: 0),
        WeightFixtures.file([
            .init("a", [2, 3], .float32, floats: [1, 2, 3, 4, 5, 6]),
            .init("b.weight", [4], .bfloat16, floats: [1, 2, 3, 4]),
            .init("b.bias", [2, 1], .float16, floats: [1, 2]),
        ]),
        WeightFixtures.file((0..<12).map { .init("blocks.\($0).weight", [1, 1], .float32, floats: [Float($0)]) }),
        WeightFixtures.file(
            header: #"{"__metadata__":{"k\u00e9y":"v\n\ud83d\ude00"},"#
                + #""a\\b":{"dtype":"U8","shape":[],"data_offsets":[0,1]}, "#
                + #""c":{"dtype":"F4","shape":[2,0,3],"data_offsets":[1,1]}}"#,
            dataCount: 1
        ),
    ]

    /// Pieces of the format, put where they do not belong.
    private static let fragments = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "0", "00", "-1", "1e9", "9223372036854775807",
        "18446744073709551616", "4294967296", "null", "\"__metadata__\":{}", "\"dtype\":\"F64\"", "\"shape\":[]",
        "\"data_offsets\":[0,0]", "\u{0}", " ", "é", "F32", "F4", "BOOL", "{\"a\":{}}", "[0,1]",
    ].map { Array($0.utf8) }

    private func mutated(_ seed: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var file = seed
        for _ in 0...random.below(4) {
            guard !file.isEmpty else { break }
            // Mostly behind the length, which few changes survive.
            let anywhere = random.below(file.count)
            let position = random.below(10) == 0 ? anywhere : min(8 + anywhere, file.count - 1)
            switch random.below(9) {
            case 0: file[position] ^= 1 << UInt8(random.below(8))
            case 1: file[position] = UInt8(random.below(256))
            case 2: file.remove(at: position)
            case 3: file.insert(UInt8(random.below(128)), at: position)
            case 4: file.removeSubrange(position..<min(position + random.below(40), file.count))
            case 5: file.insert(contentsOf: Self.fragments[random.below(Self.fragments.count)], at: position)
            case 6:
                let start = random.below(file.count)
                file.insert(contentsOf: file[start..<min(start + random.below(80), file.count)], at: position)
            case 7:
                // A digit for another: shapes and offsets that are nearly right.
                let digits = file.indices.filter { $0 >= 8 && (0x30...0x39).contains(file[$0]) }
                if !digits.isEmpty { file[digits[random.below(digits.count)]] = UInt8(0x30 + random.below(10)) }
            default: file.removeLast(min(random.below(30), file.count))
            }
        }
        // Often with a length that fits again, or the damage behind it would never be looked at.
        if file.count >= 8, random.below(4) != 0, let end = file.lastIndex(of: UInt8(ascii: "}")), end >= 8 {
            let length = UInt64(end - 7 + (random.below(8) == 0 ? random.below(5) : 0))
            withUnsafeBytes(of: length.littleEndian) { file.replaceSubrange(0..<8, with: $0) }
        }
        return file
    }
}
