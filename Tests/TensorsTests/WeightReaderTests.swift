import Foundation
import Synchronization
import Testing

@testable import Tensors

@Suite struct WeightReaderTests {
    private let folder: TemporaryFolder
    private let compute = Compute(threadCount: 2)
    private var random = SplitMix(seed: 5)

    init() throws { folder = try TemporaryFolder() }

    private func reader(_ entries: [WeightFixtures.Entry]) throws -> WeightReader {
        let path = try folder.write(WeightFixtures.file(entries), to: "w.safetensors")
        return WeightReader(try Checkpoint(path), precision: .float32, compute: compute)
    }

    /// x · wᵀ + bias, for a row x.
    private func product(_ x: [Float], _ rows: [[Float]], _ bias: [Float]?) -> [Float] {
        rows.enumerated().map { index, row in zip(x, row).reduce(bias?[index] ?? 0) { $0 + $1.0 * $1.1 } }
    }

    private func isClose(_ found: Tensor, _ wanted: [Float]) -> Bool {
        found.count == wanted.count && zip(found.floats(), wanted).allSatisfy { abs($0 - $1) <= 1e-5 * (1 + abs($1)) }
    }

    @Test(arguments: [false, true])
    func `A cancel is heard in the middle of a weight, and leaves nothing behind`(isConvolution: Bool) throws {
        // Large enough to be packed in several parts.
        let (inputs, outputs) = (isConvolution ? 512 : 4608, 2048)
        let shape = isConvolution ? [outputs, inputs, 3, 3] : [outputs, inputs]
        let bytes = [UInt8](repeating: 0, count: 2 * 4608 * outputs)
        let path = try folder.write(
            WeightFixtures.file([.init("p.weight", shape, .bfloat16, bytes)]),
            to: "w.safetensors"
        )
        let asked = Mutex(0)
        let cancelled = Compute(threadCount: 2) {
            asked.withLock { asked in
                asked += 1
                return asked == 2
            }
        }
        let reader = WeightReader(
            try Checkpoint(path),
            precision: .bfloat16,
            compute: cancelled,
            caching: .folder(folder.path + "/packed")
        )
        #expect(throws: CancellationError.self) {
            if isConvolution {
                _ = try reader.root.convolution(
                    "p",
                    inputs: inputs,
                    outputs: outputs,
                    kernel: 3,
                    padding: 1,
                    bias: false
                )
            } else {
                _ = try reader.root.linear("p", inputs: inputs, outputs: outputs, bias: false)
            }
        }
        #expect(asked.withLock { $0 } == 2)
        try reader.finish()
        #expect(try folder.contents.filter { $0.hasPrefix("packed/") } == [])
    }

    @Test func `Names are built from places, and all types of weights are read`() throws {
        let floats: [Float] = [1, -2, 0.5, 4]
        let reader = try reader([
            .init("blocks.0.norm.weight", [4], .float32, floats: floats),
            .init("blocks.1.norm.weight", [4], .bfloat16, floats: floats),
            .init("blocks.2.norm.weight", [4], .float16, floats: floats),
        ])
        for index in 0..<3 {
            let vector = try reader.root["blocks"][index]["norm"].vector("weight", 4)
            #expect(vector.floats() == floats && vector.elementType == .float32)
        }
        #expect(reader.root["blocks"][0]["norm"].has("weight") && !reader.root["blocks"].has("norm"))
        try reader.finish()
    }

    @Test func `A matrix lies in the file, as the file stores it`() throws {
        let floats = (0..<6).map(Float.init)
        let reader = try reader([
            .init("a", [2, 3], .float32, floats: floats), .init("b", [2, 3], .bfloat16, floats: floats),
            .init("c", [2, 3], .float16, floats: floats),
        ])
        let root = reader.root
        let (a, b, c) = (try root.matrix("a", 2, 3), try root.matrix("b", 2, 3), try root.matrix("c", 2, 3))
        #expect([a, b, c].map(\.elementType) == [.float32, .bfloat16, .float32])
        for tensor in [a, b, c] { #expect(tensor.floats() == floats && tensor.shape == [2, 3]) }
        #expect(b.rows(1..<2).floats() == [3, 4, 5])
        let bytes = reader.checkpoint.files[0].file.bytes
        #expect(bytes.baseAddress.map { $0 <= a.pointer && b.pointer < $0 + bytes.count } == true)
    }

    @Test func `A tensor outlives its reader and the checkpoint`() throws {
        let read = { try reader([.init("a", [2, 3], floats: (0..<6).map(Float.init))]).root.matrix("a", 2, 3) }
        #expect(try read().floats() == [0, 1, 2, 3, 4, 5])
    }

    @Test func `Missing names, other shapes and types that are no weights are errors that say where`() throws {
        let reader = try reader([
            .init("a.weight", [2, 3], floats: [1, 2, 3, 4, 5, 6]),
            .init("a.ids", [2], .int32, Array(repeating: 0, count: 8)),
        ])
        let file = reader.checkpoint.path
        func error(_ body: (Weights) throws -> Void) -> TensorError? {
            #expect(throws: TensorError.self) { try body(reader.root["a"]) }
        }
        #expect(
            error { _ = try $0.vector("bias", 3) }
                == TensorError(.missing, "[3] wanted, no such tensor found", tensor: "a.bias", file: file)
        )
        #expect(
            error { _ = try $0.matrix("weight", 3, 2) }
                == TensorError(.wrongShape, "[3, 2] wanted, [2, 3] found", tensor: "a.weight", file: file)
        )
        #expect(error { _ = try $0.vector("weight", 6) }?.code == .wrongShape)
        #expect(
            error { _ = try $0.vector("ids", 2) }
                == TensorError(
                    .unsupportedElementType,
                    "F32, F16 or BF16 wanted, I32 found",
                    tensor: "a.ids",
                    file: file
                )
        )
        #expect(error { _ = try $0.linear("none", inputs: 3, outputs: 2, bias: false) }?.tensor == "a.none.weight")
        #expect(error { _ = try $0[""].linear("x", inputs: 3, outputs: 2, bias: false) }?.code == .missing)
        #expect("\(error { _ = try $0.vector("bias", 3) } as Any)".contains("\(file), tensor a.bias: [3] wanted"))
    }

    @Test func `Tensors that nobody asked for are errors, unless they are expected`() throws {
        let reader = try reader(["a", "b.x", "b.y", "bb", "c"].map { .init($0, [1], floats: [1]) })
        _ = try reader.root.vector("a", 1)
        var error = #expect(throws: TensorError.self) { try reader.finish() }
        #expect(error?.code == .leftOver && error?.tensor == "b.x")
        #expect(error?.message == "the network makes no use of it, nor of 3 others: b.y, bb, c")
        error = #expect(throws: TensorError.self) { try reader.finish(ignoring: ["b", "c", "absent"]) }
        #expect(error?.tensor == "bb" && error?.message == "the network makes no use of it")
        try reader.finish(ignoring: ["b", "bb", "c"])
    }

    @Test(arguments: [StoredElementType.float32, .bfloat16, .float16])
    mutating func `A product's weights are read with their bias, whatever the file's type`(
        type: StoredElementType
    ) throws {
        let (inputs, outputs) = (17, 5)
        // Eighths: every type stores them exactly.
        let rows = (0..<outputs).map { _ in (0..<inputs).map { _ in Float(random.below(17) - 8) / 8 } }
        let bias = (0..<outputs).map { Float($0) / 4 }
        let reader = try reader([
            .init("p.weight", [outputs, inputs], type, floats: rows.flatMap { $0 }),
            .init("p.bias", [outputs], type, floats: bias),
        ])
        let weight = try reader.root.linear("p", inputs: inputs, outputs: outputs, bias: true)
        try reader.finish()
        let x = random.floats(inputs)
        #expect(isClose(compute.linear(Tensor([1, inputs], floats: x), weight), product(x, rows, bias)))
    }

    @Test mutating func `Inputs that the file spreads over several dimensions are one row`() throws {
        let rows = (0..<3).map { _ in random.floats(12) }
        let reader = try reader([.init("p.weight", [3, 2, 1, 6], floats: rows.flatMap { $0 })])
        let weight = try reader.root.linear("p", inputs: 12, outputs: 3, bias: false)
        let x = random.floats(12)
        #expect(isClose(compute.linear(Tensor([1, 12], floats: x), weight), product(x, rows, nil)))
        #expect(throws: TensorError.self) { try reader.root.linear("p", inputs: 6, outputs: 6, bias: false) }
    }

    @Test(arguments: [false, true])
    mutating func `Joined products have their outputs side by side in the order of the names`(bias: Bool) throws {
        let parts = [("q", 4), ("k", 1), ("v", 2)].map { ($0.0, (0..<$0.1).map { _ in random.floats(9) }) }
        let biases = parts.map { random.floats($0.1.count) }
        let reader = try reader(
            zip(parts, biases).flatMap { part, offsets in
                [.init("\(part.0).weight", [offsets.count, 9], floats: part.1.flatMap { $0 })]
                    + (bias ? [.init("\(part.0).bias", [offsets.count], floats: offsets)] : [])
            }
        )
        let weight = try reader.root.linear(joining: ["q", "k", "v"], inputs: 9, outputs: [4, 1, 2], bias: bias)
        try reader.finish()
        let x = random.floats(9)
        let wanted = product(x, parts.flatMap(\.1), bias ? biases.flatMap { $0 } : nil)
        #expect(isClose(compute.linear(Tensor([1, 9], floats: x), weight), wanted))
    }

    @Test(arguments: [false, true], [false, true])
    mutating func `The halves of a gated product are told apart`(gateFirst: Bool, bias: Bool) throws {
        let (inputs, outputs) = (10, 3)
        let rows = (0..<6).map { _ in random.floats(inputs) }
        let offsets = random.floats(6)
        let reader = try reader(
            [.init("ff.weight", [6, inputs], floats: rows.flatMap { $0 })]
                + (bias ? [.init("ff.bias", [6], floats: offsets)] : [])
        )
        let weight = try reader.root.gatedLinear(
            "ff",
            inputs: inputs,
            outputs: outputs,
            bias: bias,
            gate: .swiglu,
            gateFirst: gateFirst
        )
        let x = random.floats(inputs)
        let both = product(x, rows, bias ? offsets : nil)
        let (values, gates) = gateFirst ? (both.suffix(3), both.prefix(3)) : (both.prefix(3), both.suffix(3))
        let wanted = zip(values, gates).map { $0 * silu($1) }
        #expect(isClose(compute.linear(Tensor([1, inputs], floats: x), weight), wanted))
    }

    @Test mutating func `A gated product may have its halves in two tensors`() throws {
        let (up, gate) = ((0..<3).map { _ in random.floats(7) }, (0..<3).map { _ in random.floats(7) })
        let reader = try reader([
            .init("mlp.up.weight", [3, 7], floats: up.flatMap { $0 }),
            .init("mlp.gate.weight", [3, 7], floats: gate.flatMap { $0 }),
        ])
        let weight = try reader.root["mlp"].gatedLinear(
            gate: "gate",
            up: "up",
            inputs: 7,
            outputs: 3,
            bias: false,
            gate: .swiglu
        )
        let x = random.floats(7)
        let wanted = zip(product(x, up, nil), product(x, gate, nil)).map { $0 * silu($1) }
        #expect(isClose(compute.linear(Tensor([1, 7], floats: x), weight), wanted))
    }

    @Test mutating func `Convolutions are read as the file orders them`() throws {
        // One pixel with zeros around it sees the middle of the kernel alone.
        let kernel = random.floats(2 * 3 * 9)
        let bias = random.floats(2)
        let reader = try reader([
            .init("conv.weight", [2, 3, 3, 3], floats: kernel), .init("conv.bias", [2], floats: bias),
            .init("each.weight", [3, 1, 3, 3], floats: random.floats(27)), .init("each.bias", [3], floats: [1, 2, 3]),
        ])
        let weight = try reader.root.convolution("conv", inputs: 3, outputs: 2, kernel: 3, padding: 1, bias: true)
        let each = try reader.root.depthwise("each", channels: 3, bias: true)
        try reader.finish()
        let x = random.floats(3)
        let middle = (0..<2).map { output in (0..<3).map { kernel[(output * 3 + $0) * 9 + 4] } }
        #expect(isClose(compute.convolution(Tensor([1, 1, 3], floats: x), weight), product(x, middle, bias)))
        #expect(each.channels == 3 && each.bias?.floats() == [1, 2, 3])
    }

    @Test mutating func `A part of the network may have a precision of its own`() throws {
        let rows = (0..<4).map { _ in random.floats(8) }
        let reader = try reader([.init("p.weight", [4, 8], floats: rows.flatMap { $0 })])
        let x = random.floats(8)
        let wanted = product(x, rows, nil)
        for precision in WeightPrecision.allCases {
            let weight = try reader.root.stored(as: precision).linear("p", inputs: 8, outputs: 4, bias: false)
            let found = compute.linear(Tensor([1, 8], floats: x), weight)
            #expect(isClose(found, wanted) == (precision == .float32))
            #expect(zip(found.floats(), wanted).allSatisfy { abs($0 - $1) < 0.05 })
        }
    }

    @Test func `The least precision raises lower ones and leaves higher ones`() throws {
        let reader = try reader([.init("p.weight", [1, 1], floats: [1])])
        for precision in WeightPrecision.allCases {
            let raised = reader.root.stored(as: precision).stored(atLeast: .bfloat16).precision
            #expect(raised == (precision == .int8 ? .bfloat16 : precision))
        }
    }

    private func silu(_ x: Float) -> Float { x / (1 + Float(exp(Double(-x)))) }
}
