import Foundation
import Testing

@testable import Tensors

@Suite struct PackedWeightsTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func cache(key: String = "k1", room: Int = 4096, folder path: String? = nil) -> PackedWeights {
        PackedWeights(folder: path ?? folder.path + "/packed", name: "model.int8", key: key, headerRoom: room)
    }

    /// Asks for a weight of which all bytes are `value`; counts how often it had to be packed.
    private func ask(_ cache: PackedWeights, _ name: String, _ count: Int, value: UInt8) -> (TensorStorage, Bool) {
        var packed = false
        let storage = cache.storage(of: name, byteCount: count) { start in
            UnsafeMutableRawBufferPointer(start: start, count: count).copyBytes(
                from: Array(repeating: value, count: count)
            )
            packed = true
        }
        let bytes = UnsafeRawBufferPointer(start: storage.start, count: storage.byteCount)
        #expect(storage.byteCount == count && bytes.allSatisfy { $0 == value })
        #expect(UInt(bitPattern: storage.start) % 64 == 0)
        return (storage, packed)
    }

    /// What a start does: three weights of uneven sizes. The answer tells whether all were packed, or none.
    private func start(_ cache: PackedWeights) -> Bool {
        let asked = [("a \"x\" é\\", 5000, 1), ("b", 1, 2), ("c", 4096, 3)].map { ask(cache, $0.0, $0.1, value: $0.2) }
        cache.finish()
        #expect(Set(asked.map(\.1)).count == 1)
        return asked[0].1
    }

    @Test func `The second start finds what the first has packed`() throws {
        #expect(start(cache()))
        #expect(try folder.contents == ["packed", "packed/model.int8.k1.packed"])
        for _ in 0..<3 { #expect(!start(cache())) }
    }

    @Test func `Bringing in maps every page, unless it is broken off`() throws {
        struct Enough: Error {}
        let count = 40 << 20
        do {
            let first = cache()
            _ = first.storage(of: "large", byteCount: count) { memset($0, 7, count) }
            first.finish()
        }
        let second = cache()
        let storage = second.storage(of: "large", byteCount: count) { _ in Issue.record("packed again") }
        #expect((0..<count / 4).contains(try mappedBytes()))
        #expect(throws: Enough.self) { try second.bringIn { throw Enough() } }
        #expect(try mappedBytes() < count / 4)
        second.bringIn {}
        #expect(try withExtendedLifetime(storage) { try mappedBytes() } >= count)
    }

    /// Bytes of the packed file that this process has in its tables of pages.
    private func mappedBytes() throws -> Int {
        // Such a file has no size to tell how much there is to read.
        let bytes = try #require(try FileHandle(forReadingAtPath: "/proc/self/smaps")?.readToEnd())
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let name = URL(fileURLWithPath: folder.path).lastPathComponent
        guard let start = lines.lastIndex(where: { $0.contains(name) && $0.hasSuffix(".packed") }) else { return -1 }
        let line = lines[start...].first { $0.hasPrefix("Rss:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }

    @Test func `Weights stay valid after the file and the cache are gone`() throws {
        for _ in 0..<2 {
            var cache: PackedWeights? = self.cache()
            let storage = ask(try #require(cache), "a", 100_000, value: 9).0
            cache?.finish()
            cache = nil
            if try folder.contents.count == 3 { try FileManager.default.removeItem(atPath: folder.path + "/packed") }
            #expect(UnsafeRawBufferPointer(start: storage.start, count: 100_000).allSatisfy { $0 == 9 })
        }
    }

    @Test func `Another key replaces the file`() throws {
        #expect(start(cache(key: "k1")))
        #expect(start(cache(key: "k2")))
        #expect(try folder.contents.filter { $0.hasSuffix(".packed") } == ["packed/model.int8.k2.packed"])
        #expect(start(cache(key: "k1")))
    }

    @Test func `Files of other precisions and models are left alone`() throws {
        let others = ["model.bfloat16.k0.packed", "other.int8.k0.packed", "model.int8.txt", "model.int8.k.packed"]
        try FileManager.default.createDirectory(atPath: folder.path + "/packed", withIntermediateDirectories: true)
        for other in others { try folder.write([1], to: "packed/" + other) }
        #expect(start(cache()))
        #expect(Set(try folder.contents.map { $0.replacing("packed/", with: "") }).isSuperset(of: others))
    }

    @Test func `A weight that the file lacks, or has in another size, is packed, and the next start writes a new file`()
    {
        #expect(start(cache()))
        let second = cache()
        #expect(ask(second, "b", 5000, value: 4).1)
        #expect(ask(second, "new", 10, value: 5).1)
        second.finish()
        #expect(start(cache()))
        #expect(!start(cache()))
    }

    @Test func `A weight that is asked for twice is written once`() {
        let first = cache()
        #expect(ask(first, "a", 10, value: 1).1 && ask(first, "a", 10, value: 1).1)
        first.finish()
        let second = cache()
        #expect(!ask(second, "a", 10, value: 1).1 && !ask(second, "a", 10, value: 1).1)
    }

    @Test func `A file that is damaged or cut off is written anew`() throws {
        let path = folder.path + "/packed/model.int8.k1.packed"
        let damages: [(inout [UInt8]) -> Void] = [
            { $0.removeLast(1) }, { $0.removeLast($0.count - 7) }, { $0.append(0) }, { $0[0] = 0xff }, { $0[9] = 0 },
            { $0.removeAll() }, { bytes in bytes.replaceSubrange(8..<30, with: Array(repeating: 0x20, count: 22)) },
        ]
        for damage in damages {
            _ = start(cache())
            var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            damage(&bytes)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            #expect(start(cache()))
            #expect(!start(cache()))
        }
    }

    @Test func `Reading that was broken off leaves no file, and what a killed process left is removed`() throws {
        do {
            let cache = cache()
            _ = ask(cache, "a", 10, value: 1)
            #expect(try folder.contents.count == 2)
        }
        #expect(try folder.contents == ["packed"])
        try folder.write([1, 2, 3], to: "packed/model.int8.k1.packed.abc.writing")
        let living = cache()
        _ = ask(living, "a", 10, value: 1)
        let other = cache()
        // The abandoned file is gone; that of the other one that still writes is not.
        #expect(try folder.contents.filter { $0.hasSuffix(".writing") }.count == 2)
        #expect(start(other))
        living.finish()
        #expect(try folder.contents == ["packed", "packed/model.int8.k1.packed"])
    }

    @Test func `Without a folder to write to everything works, and packs`() throws {
        let path = try folder.write([1], to: "file")
        for folder in [path, path + "/below", "/proc/none", "/dev/null/x"] {
            for _ in 0..<2 { #expect(start(cache(folder: folder))) }
        }
    }

    @Test func `When the disk is full the rest is packed into memory, and no file is left`() async throws {
        await #expect(processExitsWith: .success) {
            // A limit on the size of files stands for the disk: growing a file beyond it fails in the same place.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 20_000, rlim_max: 20_000)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let folder = try TemporaryFolder()
            for _ in 0..<2 {
                let cache = PackedWeights(folder: folder.path, name: "m", key: "k", headerRoom: 4096)
                var storages: [TensorStorage] = []
                for index in 0..<10 {
                    storages.append(
                        cache.storage(of: "w\(index)", byteCount: 4000) { start in
                            UnsafeMutableRawBufferPointer(start: start, count: 4000).initializeMemory(
                                as: UInt8.self,
                                repeating: 7
                            )
                        }
                    )
                }
                cache.finish()
                let bytes = storages.flatMap { UnsafeRawBufferPointer(start: $0.start, count: 4000) }
                #expect(bytes.allSatisfy { $0 == 7 })
                let left = try folder.contents
                if !left.isEmpty { exit(1) }
            }
        }
    }

    @Test func `A weight whose packing is broken off, and a wait for the disk that is, leave no file`() throws {
        do {
            let cache = cache()
            _ = ask(cache, "a", 5000, value: 1)
            #expect(throws: CancellationError.self) {
                _ = try cache.storage(of: "b", byteCount: 5000) { _ in throw CancellationError() }
            }
            // Whoever goes on all the same packs into memory.
            #expect(ask(cache, "c", 5000, value: 3).1)
            cache.finish()
            #expect(try folder.contents == ["packed"])
        }
        let cache = cache()
        _ = ask(cache, "a", 5000, value: 1)
        #expect(throws: CancellationError.self) { try cache.finish(checkpoint: { throw CancellationError() }) }
        #expect(try folder.contents == ["packed"])
        #expect(start(self.cache()))
    }

    @Test func `Names that take more than the room for the header cost the file alone`() throws {
        let cache = cache(room: 4096)
        for index in 0..<100 { _ = ask(cache, "a name of some length, number \(index)", 10, value: 1) }
        cache.finish()
        #expect(try folder.contents.filter { $0.hasSuffix(".packed") }.isEmpty)
    }

    // MARK: - Keys

    private func key(_ floats: [Float], name: String = "a", time: Int = 1_000) throws -> String {
        let path = try folder.write(
            WeightFixtures.file([.init(name, [floats.count], floats: floats)]),
            to: "w.safetensors"
        )
        let date = Date(timeIntervalSince1970: TimeInterval(time))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        return CheckpointKey(try Checkpoint(path)).text
    }

    @Test func `The key follows the content: names, shapes, times, and numbers anywhere in small files`() throws {
        var floats = [Float](repeating: 1, count: 10_000)
        let first = try key(floats)
        #expect(first.count == 32 && first == first.lowercased())
        #expect(try key(floats) == first)
        #expect(try key(floats, name: "b") != first)
        #expect(try key(floats, time: 1_001) != first)
        #expect(try key(floats + [1]) != first)
        for index in [0, 1, 4_999, 9_999] {
            floats[index] = 2
            #expect(try key(floats) != first)
            floats[index] = 1
        }
        #expect(try key(floats) == first)
    }

    @Test func `A model reads the same weights from the cache as from its checkpoint`() throws {
        var random = SplitMix(seed: 9)
        let compute = Compute(threadCount: 2)
        let weights = random.floats(70 * 50)
        let path = try folder.write(
            WeightFixtures.file([
                .init("p.weight", [70, 50], floats: weights), .init("p.bias", [70], floats: random.floats(70)),
            ]),
            to: "w.safetensors"
        )
        let x = Tensor([3, 50], floats: random.floats(150))
        for precision in WeightPrecision.allCases {
            var results: [[Float]] = []
            for caching in [WeightReader.Caching.none, .folder(folder.path + "/c"), .folder(folder.path + "/c")] {
                let reader = WeightReader(
                    try Checkpoint(path),
                    precision: precision,
                    compute: compute,
                    caching: caching
                )
                let weight = try reader.root.linear("p", inputs: 50, outputs: 70, bias: true)
                try reader.finish()
                results.append(compute.linear(x, weight).floats())
            }
            #expect(results[0] == results[1] && results[0] == results[2])
        }
        #expect(try folder.contents.filter { $0.hasSuffix(".packed") }.count == 3)
    }
}
