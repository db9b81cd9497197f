import CPixelKernels

extension Plane {
    /// This plane where `t` is 0, `other` where it is 1.
    func mixed(with other: Plane, by t: Plane, parallelism: Parallelism = .allProcessors) -> Plane {
        elementwise([other, t], parallelism) { out, inputs, count in
            pk_mix(out, inputs[0], inputs[1], inputs[2], count)
        }
    }

    func multiplied(by other: Plane, parallelism: Parallelism = .allProcessors) -> Plane {
        elementwise([other], parallelism) { out, inputs, count in pk_multiply(out, inputs[0], inputs[1], count) }
    }

    /// `self × factor + addend`
    func multiplied(by factor: Plane, adding addend: Plane, parallelism: Parallelism = .allProcessors) -> Plane {
        elementwise([factor, addend], parallelism) { out, inputs, count in
            pk_multiply_add(out, inputs[0], inputs[1], inputs[2], count)
        }
    }

    /// `self × scale + offset`
    func scaled(by scale: Float, offset: Float = 0, parallelism: Parallelism = .allProcessors) -> Plane {
        elementwise([], parallelism) { out, inputs, count in pk_scale_offset(out, inputs[0], scale, offset, count) }
    }

    func clamped(_ range: ClosedRange<Float> = 0...1, parallelism: Parallelism = .allProcessors) -> Plane {
        elementwise([], parallelism) { out, inputs, count in
            pk_clamp(out, inputs[0], range.lowerBound, range.upperBound, count)
        }
    }

    /// 0 at `low`, 1 at `high` (which may be the smaller one), smooth between.
    func smoothstep(_ low: Float, _ high: Float, parallelism: Parallelism = .allProcessors) -> Plane {
        elementwise([], parallelism) { out, inputs, count in pk_smoothstep(out, inputs[0], low, high, count) }
    }

    /// Runs a kernel over bands of this plane and others of its size; `inputs[0]` is this plane.
    private func elementwise(
        _ others: [Plane],
        _ parallelism: Parallelism,
        _ kernel: (UnsafeMutablePointer<Float>, [UnsafePointer<Float>], Int) -> Void
    ) -> Plane {
        Plane.withPointers([self] + others) { pointers in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * width
                kernel(out + offset, pointers.map { $0 + offset }, rows.count * width)
            }
        }
    }
}
