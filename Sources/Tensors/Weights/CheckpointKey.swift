/// A number for the content of a checkpoint that is computed without reading all of it.
///
/// SHA-256 of several gigabytes takes seconds and reads every byte from the disk, which is what mapped weights are
/// there to avoid. Names, sizes and times alone are not enough: archives and images of containers give every file the
/// same time, and a model that was trained further has the sizes of the one before. So the key covers, of every file:
///
/// - its size and the time of its last change (an edit in place);
/// - its whole header: names, types, shapes and order of all tensors;
/// - 64 samples of 4 KiB, evenly spread (other weights of the same shapes: training changes them all).
///
/// It is no protection against somebody who wants two checkpoints to have the same key: who can write to the folder
/// can replace the weights themselves.
struct CheckpointKey {
    private var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

    init(_ checkpoint: Checkpoint) {
        // Changes when packed files are written in another way; layouts of weights have versions of their own.
        add(1)
        for file in checkpoint.files {
            let bytes = file.file.bytes
            add(bytes.count)
            add(file.file.modified.seconds)
            add(file.file.modified.nanoseconds)
            add(UnsafeRawBufferPointer(rebasing: bytes.prefix(file.header.byteCount)))
            let data = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(file.header.byteCount))
            for sample in 0..<64 {
                let start = data.count / 64 * sample / 4096 * 4096
                add(UnsafeRawBufferPointer(rebasing: data[start..<min(start + 4096, data.count)]))
            }
            // The system maps more around each sample than was read.
            file.file.forget(file.header.byteCount..<bytes.count)
        }
    }

    /// 32 hexadecimal digits.
    var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// FNV-1a in 128 bits (http://www.isthe.com/chongo/tech/comp/fnv/), eight bytes a step.
    private mutating func add(_ value: Int) {
        hash = (hash ^ UInt128(UInt64(bitPattern: Int64(value)))) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
        // Multiplying carries bits upwards only.
        hash ^= hash >> 64
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(bytes.count)
        var position = 0
        while position + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: position, as: Int.self))
            position += 8
        }
        for byte in bytes[position...] { add(Int(byte)) }
    }
}
