import Foundation
import Testing

@testable import Tensors

@Suite struct SafetensorsFileTests {
    @Test func `Bytes are the file's own, in place`() throws {
        let folder = try TemporaryFolder()
        let floats = (0..<6).map(Float.init)
        let path = try folder.write(
            WeightFixtures.file([
                .init("a", [2, 3], floats: floats), .init("b", [6], .bfloat16, floats: floats),
            ]),
            to: "w.safetensors"
        )
        let file = try SafetensorsFile(path)
        #expect(file.path == path)
        let (a, b) = (file.header.tensors[0], file.header.tensors[1])
        #expect(Array(file.bytes(of: a).bindMemory(to: Float.self)) == floats)
        #expect(file.bytes(of: a).baseAddress == file.file.bytes.baseAddress.map { $0 + file.header.byteCount })
        #expect(file.bytes(of: b).bindMemory(to: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) } == floats)
        // What was forgotten is read from the file again.
        file.file.forget(0..<file.file.bytes.count)
        #expect(Array(file.bytes(of: a).bindMemory(to: Float.self)) == floats)
    }

    @Test func `A file that the reference implementation has written is read`() throws {
        // safetensors.numpy.save({"weight": [[1.5, -2], [3, 4e-5]], "half": [1, 0.5, 65504], "step": [-7]})
        let encoded = """
            0AAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCJ9LCJzdGVwIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOlsxXSwiZGF0YV\
            9vZmZzZXRzIjpbMCw4XX0sIndlaWdodCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwyXSwiZGF0YV9vZmZzZXRzIjpbOCwyNF19LCJo\
            YWxmIjp7ImR0eXBlIjoiRjE2Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMjQsMzBdfX0g+f////////8AAMA/AAAAwAAAQECsxS\
            c4ADwAOP97
            """
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(try #require(Data(base64Encoded: encoded))), to: "np.safetensors")
        #expect(try SafetensorsFile(path).header.metadata == ["format": "np"])
        let reader = WeightReader(try Checkpoint(path), precision: .float32, compute: Compute(threadCount: 1))
        #expect(try reader.root.matrix("weight", 2, 2).floats() == [1.5, -2, 3, 4e-5])
        #expect(try reader.root.vector("half", 3).floats() == [1, 0.5, 65504])
        #expect(throws: TensorError.self) { try reader.root.vector("step", 1) }
    }

    @Test func `What is no file with content cannot be read`() throws {
        let folder = try TemporaryFolder()
        let empty = try folder.write([], to: "empty.safetensors")
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [folder.path + "/none", folder.path, empty, pipe, "/dev/zero", ""] {
            let error = #expect(throws: TensorError.self) { try SafetensorsFile(path) }
            #expect(error?.code == .unreadable && error?.file == path)
        }
        let short = try folder.write([1, 2, 3], to: "short.safetensors")
        let error = #expect(throws: TensorError.self) { try SafetensorsFile(short) }
        #expect(error?.code == .malformed && error?.file == short)
    }
}
