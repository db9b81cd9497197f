extension Weights {
    /// A matrix product: `name.weight` `[outputs, inputs]`, and `name.bias` `[outputs]` if it has one. The inputs may be
    /// spread over several dimensions in the file, as they are for a convolution whose stride is its kernel.
    public func linear(_ name: String, inputs: Int, outputs: Int, bias: Bool) throws -> LinearWeight {
        try linear(joining: [name], inputs: inputs, outputs: [outputs], bias: bias)
    }

    /// Several products with the same input as one: their outputs lie side by side, in the order of the names.
    public func linear(
        joining names: [String],
        inputs: Int,
        outputs: [Int],
        bias: Bool
    ) throws -> LinearWeight {
        precondition(names.count == outputs.count, "\(names.count) names with \(outputs.count) numbers of outputs")
        let rows = try joined(zip(names, outputs).map { ($0, $1) }, inputs: inputs, bias: bias)
        return try linear(rows, inputs: inputs, outputs: outputs.reduce(0, +), gate: nil)
    }

    /// A product whose output is gated by its other half: `name.weight` `[2 * outputs, inputs]`, and `name.bias`.
    /// `gateFirst` says that the file has the gates' rows before those of the values.
    public func gatedLinear(
        _ name: String,
        inputs: Int,
        outputs: Int,
        bias: Bool,
        gate: Gate,
        gateFirst: Bool
    ) throws -> LinearWeight {
        var rows = try joined([(name, 2 * outputs)], inputs: inputs, bias: bias)
        if gateFirst { rows = rows.movingToTheEnd(outputs) }
        return try linear(rows, inputs: inputs, outputs: outputs, gate: gate)
    }

    /// A gated product whose halves are two tensors: `gate.weight` and `up.weight`, both `[outputs, inputs]`.
    public func gatedLinear(
        gate gateName: String,
        up upName: String,
        inputs: Int,
        outputs: Int,
        bias: Bool,
        gate: Gate
    ) throws -> LinearWeight {
        let rows = try joined([(upName, outputs), (gateName, outputs)], inputs: inputs, bias: bias)
        return try linear(rows, inputs: inputs, outputs: outputs, gate: gate)
    }

    /// A convolution: `name.weight` `[outputs, inputs, kernel, kernel]`, and `name.bias` if it has one. `upsampling`
    /// says that it is for pictures that are enlarged before it, `winograd` that twice the error of bfloat16 does no harm.
    public func convolution(
        _ name: String,
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int = 1,
        padding: Int,
        bias: Bool,
        upsampling: Bool = false,
        winograd: Bool = false
    ) throws -> ConvolutionWeight {
        let weight = try piece(name + ".weight", rows: outputs, shape: [outputs, inputs, kernel, kernel])
        let source = source([weight], columns: inputs * kernel * kernel, name: fullName(name))
        return try ConvolutionWeight(
            rows: source,
            inputs: inputs,
            outputs: outputs,
            kernel: kernel,
            stride: stride,
            padding: padding,
            precision: precision,
            bias: bias ? try vector(name + ".bias", outputs) : nil,
            upsampling: upsampling,
            winograd: winograd,
            compute: reader.compute
        )
    }

    /// A 3×3 convolution of every channel by itself: `name.weight` `[channels, 1, 3, 3]`, and `name.bias`.
    public func depthwise(_ name: String, channels: Int, bias: Bool) throws(TensorError) -> DepthwiseWeight {
        DepthwiseWeight(
            channels: channels,
            taps: try floats(name + ".weight", [channels, 1, 3, 3]).floats(),
            bias: bias ? try vector(name + ".bias", channels) : nil
        )
    }

    // MARK: - Rows of one or more tensors

    /// Rows of weights with as many biases, or none.
    private struct Rows {
        var name: String
        var pieces: [WeightSource.Piece]
        var biases: [Float]

        /// The rows of a single piece in another order: the first `count` follow the others.
        func movingToTheEnd(_ count: Int) -> Rows {
            Rows(
                name: name + " from row \(count)",
                pieces: pieces.flatMap { [$0.rows(count..<$0.rows), $0.rows(0..<count)] },
                biases: Array(biases.dropFirst(count) + biases.prefix(count))
            )
        }
    }

    private func joined(_ parts: [(name: String, rows: Int)], inputs: Int, bias: Bool) throws(TensorError) -> Rows {
        var rows = Rows(name: parts.map { fullName($0.name) }.joined(separator: " "), pieces: [], biases: [])
        for part in parts {
            let shape = [part.rows, inputs]
            rows.pieces.append(try piece(part.name + ".weight", rows: part.rows, shape: shape, joiningColumns: true))
            if bias { rows.biases += try floats(part.name + ".bias", [part.rows]).floats() }
        }
        return rows
    }

    private func linear(_ rows: Rows, inputs: Int, outputs: Int, gate: Gate?) throws -> LinearWeight {
        try LinearWeight(
            rows: source(rows.pieces, columns: inputs, name: rows.name),
            inputs: inputs,
            outputs: outputs,
            precision: precision,
            bias: rows.biases.isEmpty ? nil : Tensor([rows.biases.count], floats: rows.biases),
            gate: gate,
            compute: reader.compute
        )
    }

    private func piece(
        _ name: String,
        rows: Int,
        shape: [Int],
        joiningColumns: Bool = false
    ) throws(TensorError) -> WeightSource.Piece {
        let stored = try reader.tensor(fullName(name), shape, joiningColumns: joiningColumns)
        return WeightSource.Piece(
            bytes: reader.bytes(of: stored),
            elementType: stored.elementType,
            rows: rows,
            owner: reader.file(of: stored),
            fileOffset: stored.byteRange.lowerBound
        )
    }

    private func source(_ pieces: [WeightSource.Piece], columns: Int, name: String) -> WeightSource {
        WeightSource(pieces, columns: columns, name: name, cache: reader.cache)
    }
}
