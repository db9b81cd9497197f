import CTensorKernels
import Testing

@Suite struct StorageKernelTests {
    @Test func `Every half-precision number becomes the float of its value`() {
        let stored = [UInt16](0...UInt16.max)
        let floats = [Float](unsafeUninitializedCapacity: stored.count) { buffer, count in
            tk_widen_float16(stored, buffer.baseAddress, stored.count)
            count = stored.count
        }
        for (bits, float) in zip(stored, floats) {
            let wanted = Float(Float16(bitPattern: bits))
            #expect(float.bitPattern == wanted.bitPattern || (float.isNaN && wanted.isNaN), "\(bits)")
        }
    }

    @Test func `bfloat16 numbers survive the way to float and back, from odd addresses too`() {
        let stored: [UInt16] = (0...UInt16.max).filter { $0 & 0x7fff <= 0x7f80 }
        var bytes: [UInt8] = [0]
        for number in stored { bytes += [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)] }
        let floats = [Float](unsafeUninitializedCapacity: stored.count) { buffer, count in
            bytes.withUnsafeBytes { tk_widen_bfloat16($0.baseAddress.map { $0 + 1 }, buffer.baseAddress, stored.count) }
            count = stored.count
        }
        #expect(zip(stored, floats).allSatisfy { $0 == UInt16($1.bitPattern >> 16) && $1.bitPattern & 0xffff == 0 })
        let back = [UInt16](unsafeUninitializedCapacity: stored.count) { buffer, count in
            tk_narrow_to_bfloat16(floats, buffer.baseAddress, stored.count)
            count = stored.count
        }
        #expect(back == stored)
    }
}
