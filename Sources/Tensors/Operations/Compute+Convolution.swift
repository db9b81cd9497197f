import CTensorKernels

extension Compute {
    /// A convolution of `x` ([height, width, inputs]): sums + biases → activation → + residual.
    ///
    /// The result is [height', width', outputs] of `x`'s element type; the residual has its shape and either type.
    /// `channelBias` ([outputs], float32) is added to the weights' bias: what depends on the step of a schedule.
    /// With `activatesLast` the residual is added before the activation.
    public func convolution(
        _ x: Tensor,
        _ w: ConvolutionWeight,
        activation: Activation = .none,
        adding residual: Tensor? = nil,
        channelBias: Tensor? = nil,
        activatesLast: Bool = false
    ) -> Tensor {
        checkPicture(x, w)
        let (height, width) = (x.shape[0], x.shape[1])
        let outputHeight = (height + 2 * w.padding - w.kernel) / w.stride + 1
        let outputWidth = (width + 2 * w.padding - w.kernel) / w.stride + 1
        let y = tensor(.picture(outputHeight, outputWidth, w.outputs), x.elementType)
        let finish = ProductFinish(
            outputs: w.outputs,
            bias: sumOfBiases(w, channelBias),
            activation: activation,
            activatesLast: activatesLast,
            residual: residual
        )
        if w.kernel == 1 && w.stride == 1 {
            multiply(x, rows: height * width, w.matrix, finish, into: y)
        } else {
            convolve(x, w, w.matrix, finish, into: y)
        }
        return y
    }

    /// `convolution` of `x` enlarged, each pixel of the result taking the nearest one, without that picture in between.
    ///
    /// `size` is the enlarged height and width, twice `x`'s if nil. To twice the size, weights that were made for it
    /// (`upsampling`) need 4/9 of the arithmetic.
    public func convolutionUpsampled(
        _ x: Tensor,
        _ w: ConvolutionWeight,
        to size: (height: Int, width: Int)? = nil,
        activation: Activation = .none,
        adding residual: Tensor? = nil
    ) -> Tensor {
        checkPicture(x, w)
        let doubled = (height: 2 * x.shape[0], width: 2 * x.shape[1])
        let size = size ?? doubled
        guard let phases = w.phases, size == doubled else {
            return convolution(enlarged(x, to: size), w, activation: activation, adding: residual)
        }
        let y = tensor(.picture(size.height, size.width, w.outputs), x.elementType)
        let finish = ProductFinish(outputs: w.outputs, bias: w.bias, activation: activation, residual: residual)
        convolve(x, w, phases, finish, into: y)
        return y
    }

    private func checkPicture(_ x: Tensor, _ w: ConvolutionWeight) {
        precondition(
            x.shape.count == 3 && x.shape[2] == w.inputs,
            "A picture of \(w.inputs) channels wanted, \(x.shape) found"
        )
    }

    private func sumOfBiases(_ w: ConvolutionWeight, _ channelBias: Tensor?) -> Tensor? {
        guard let channelBias else { return w.bias }
        precondition(channelBias.count == w.outputs, "\(channelBias.count) biases for \(w.outputs) channels")
        let sum = tensor(.vector(w.panels * Int(TK_PANEL_COLUMNS)), .float32)
        sum.withFloats { sum in
            channelBias.withFloats { channelBias in
                for channel in 0..<w.outputs { sum[channel] = channelBias[channel] }
                for column in w.outputs..<(w.panels * Int(TK_PANEL_COLUMNS)) { sum[column] = 0 }
            }
            w.bias?.withFloats { bias in
                for channel in 0..<w.outputs { sum[channel] += bias[channel] }
            }
        }
        return sum
    }

    /// The convolution with `matrix`: the weights' own, or their phases.
    private func convolve(
        _ x: Tensor,
        _ w: ConvolutionWeight,
        _ matrix: PackedMatrix,
        _ finish: ProductFinish,
        into y: Tensor
    ) {
        guard matrix.weight == TK_WEIGHT_INT8 else {
            convolve(x, quantised: nil, w, matrix, finish, into: y)
            return
        }
        withQuantised(x, rows: x.shape[0] * x.shape[1], columns: w.inputs) { quantised in
            convolve(x, quantised: quantised, w, matrix, finish, into: y)
        }
    }

    private func convolve(
        _ x: Tensor,
        quantised: UnsafePointer<tk_quantised>?,
        _ w: ConvolutionWeight,
        _ matrix: PackedMatrix,
        _ finish: ProductFinish,
        into y: Tensor
    ) {
        matrix.withPointers { panels, scales in
            finish.withKernelValue(output: y, scales: scales) { finish in
                var convolution = tk_convolution(
                    weight: matrix.weight,
                    panels: panels,
                    inputs: w.inputs,
                    kernel: w.kernel,
                    stride: w.stride,
                    padding: w.padding,
                    phases: matrix.taps == 4,
                    winograd: w.isWinograd && matrix.taps == 1,
                    x: x.pointer,
                    type: x.elementType.kernelValue,
                    quantised: quantised,
                    height: x.shape[0],
                    width: x.shape[1],
                    output_height: y.shape[0],
                    output_width: y.shape[1],
                    panel_count: w.panels,
                    finish: finish
                )
                withUnsafePointer(to: &convolution) { convolve($0) }
            }
        }
    }

    private func convolve(_ convolution: UnsafePointer<tk_convolution>) {
        let patch = tk_convolution_patch(convolution)
        let whole = convolution.pointee
        let height = whole.phases ? whole.height : whole.output_height
        let width = whole.phases ? whole.width : whole.output_width
        let across = (width + patch.width - 1) / patch.width
        let down = (height + patch.height - 1) / patch.height
        let scratch = scratch(bytesPerThread: tk_convolve_scratch(convolution, patch))
        let patches = ConvolutionPatches(convolution: convolution, patch: patch, across: across, scratch: scratch)
        threads.carryOut(patches, count: across * down)
    }
}

/// Its units are patches of the result, row by row.
private struct ConvolutionPatches: SharedWork {
    let convolution: UnsafePointer<tk_convolution>
    let patch: tk_patch
    /// Patches beside each other.
    let across: Int
    let scratch: ThreadScratch

    func carryOut(_ patches: Range<Int>, worker: Int) {
        for index in patches {
            let (row, column) = (index / across * patch.height, index % across * patch.width)
            tk_convolve(convolution, patch, row, column, scratch.pointer(worker))
        }
    }
}
