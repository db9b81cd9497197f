import Testing

@testable import Tensors

@Suite struct CheckpointTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func shard(_ names: String...) -> [UInt8] {
        WeightFixtures.file(names.map { .init($0, [1], floats: [1]) })
    }

    private func index(_ map: [(String, String)], metadata: String = #"{"total_size": 8}"#) -> [UInt8] {
        let members = map.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ")
        return Array("{\"metadata\": \(metadata), \"weight_map\": {\(members)}}".utf8)
    }

    @Test(arguments: ["model.safetensors", "diffusion_pytorch_model.safetensors"])
    func `A folder is opened by the usual name of its file`(name: String) throws {
        let file = try folder.write(shard("a", "b"), to: name)
        for path in [folder.path, file] {
            let checkpoint = try Checkpoint(path)
            #expect(checkpoint.names.sorted() == ["a", "b"])
            #expect(checkpoint.tensor("a")?.shape == [1])
            #expect(checkpoint.tensor("c") == nil)
            #expect(checkpoint.path == path)
        }
    }

    @Test(arguments: ["model", "diffusion_pytorch_model"])
    func `Several files are one checkpoint`(stem: String) throws {
        let names = ["\(stem)-00001-of-00002.safetensors", "\(stem)-00002-of-00002.safetensors"]
        try folder.write(shard("a", "b"), to: names[0])
        try folder.write(shard("c"), to: names[1])
        try folder.write(
            index([("a", names[0]), ("c", names[1]), ("b", names[0])]),
            to: "\(stem).safetensors.index.json"
        )
        let checkpoint = try Checkpoint(folder.path)
        #expect(checkpoint.names.sorted() == ["a", "b", "c"])
        #expect(checkpoint.files.count == 2)
        #expect(checkpoint.file(of: "c")?.path == folder.path + "/" + names[1])
        #expect(checkpoint.stem == stem)
        #expect(checkpoint.folder == folder.path)
    }

    @Test func `A folder without weights says what was looked for`() throws {
        try folder.write(shard("a"), to: "other.safetensors")
        let error = #expect(throws: TensorError.self) { try Checkpoint(folder.path) }
        #expect(error?.code == .unreadable && error?.message.contains("neither model.safetensors") == true)
        #expect(throws: TensorError.self) { try Checkpoint(folder.path + "/none") }
    }

    @Test func `An index that names files outside of the folder is refused`() throws {
        try folder.write(shard("a"), to: "good.safetensors")
        for name in [
            "../good.safetensors", "/tmp/good.safetensors", "x/good.safetensors", "..", ".", "", "good", "good.bin",
            "x\\\\good.safetensors", ".hidden.safetensors", "a\\u0000.safetensors", "\\u002e\\u002e/a.safetensors",
        ] {
            try folder.write(index([("a", name)]), to: "model.safetensors.index.json")
            let error = #expect(throws: TensorError.self) { try Checkpoint(folder.path) }
            #expect(
                error?.code == .malformed && error?.message.contains("is not the name of a safetensors file") == true
            )
        }
    }

    @Test func `An index that does not agree with its files is refused`() throws {
        try folder.write(shard("a"), to: "1.safetensors")
        try folder.write(shard("b"), to: "2.safetensors")
        try folder.write(shard("a"), to: "3.safetensors")
        let cases: [([(String, String)], TensorError.Code, String)] = [
            ([("a", "1.safetensors"), ("b", "1.safetensors")], .malformed, "1.safetensors does not have it"),
            ([("a", "2.safetensors"), ("b", "1.safetensors")], .malformed, "is in "),
            ([("a", "1.safetensors"), ("b", "2.safetensors"), ("c", "3.safetensors")], .malformed, "also in "),
            ([("a", "1.safetensors"), ("b", "4.safetensors")], .unreadable, "cannot be opened"),
            ([], .malformed, "lists no tensors"),
        ]
        for (map, code, message) in cases {
            try folder.write(index(map), to: "model.safetensors.index.json")
            let error = #expect(throws: TensorError.self) { try Checkpoint(folder.path) }
            #expect(error?.code == code && error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `An index that is not one is refused`() throws {
        let texts = [
            "", "x", "[]", "{}", #"{"weight_map": []}"#, #"{"weight_map": {"a": 1}}"#, #"{"weight_map": {"a": null}}"#,
            String(repeating: "[", count: 100_000), #"{"weight_map": {"a": "1.safetensors"}"#,
            "{\"weight_map\": {\"\u{0}",
        ]
        for text in texts {
            try folder.write(Array(text.utf8), to: "model.safetensors.index.json")
            let error = #expect(throws: TensorError.self) { try Checkpoint(folder.path) }
            #expect(error?.code == (text.isEmpty ? .unreadable : .malformed))
        }
    }

    @Test func `Metadata of an index may be anything`() throws {
        try folder.write(shard("a"), to: "1.safetensors")
        for metadata in ["null", "{}", "[1, {\"deep\": [[]]}]", "3.5"] {
            try folder.write(index([("a", "1.safetensors")], metadata: metadata), to: "model.safetensors.index.json")
            #expect(try Checkpoint(folder.path).names.count == 1)
        }
    }
}
