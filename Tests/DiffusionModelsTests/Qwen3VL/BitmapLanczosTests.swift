import GenerationTypes
import Testing

@testable import DiffusionModels

@Suite struct BitmapLanczosTests {
    /// Both ways smaller, both larger, one of each, and one way alone.
    @Test(arguments: 0..<5)
    func bytesAreThoseOfPillow(index: Int) throws {
        let recorded = try Recorded("lanczos.safetensors")
        let wanted = try recorded.picture("\(index).result")
        #expect(try recorded.picture("\(index).source").resizedWithLanczos(to: wanted.size) == wanted)
    }

    /// The hashes are printed by Scripts/reference/record_qwen3vl.py, which makes the pictures by the same rule.
    @Test(arguments: [(1024, 768, 0x6fdb_5aa6_16e1_5a62), (1100, 300, 0xcbdd_f847_e668_ef93)] as [(Int, Int, UInt64)])
    func picturesOfUsualSizesAreThoseOfPillow(width: Int, height: Int, hash: UInt64) {
        let size = PixelSize(width: width, height: height)
        let bytes = (0..<size.pixelCount * 3).map {
            UInt8(truncatingIfNeeded: UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) >> 13)
        }
        let resized = Bitmap(size: size, layout: .rgb, bytes: bytes)
            .resizedWithLanczos(to: PixelSize(width: 512, height: 512))
        let found = resized.bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        #expect(found == hash)
    }

    @Test func aPictureOfTheRightSizeIsLeftAsItIs() throws {
        let source = try Recorded("lanczos.safetensors").picture("0.source")
        #expect(source.resizedWithLanczos(to: source.size) == source)
    }
}
