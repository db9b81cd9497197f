import CPixelKernels
import GenerationTypes

extension Bitmap {
    /// A larger copy by Lanczos' kernel of ±4 pixels, in sRGB's numbers: the sharpest that ordinary resampling gets. No
    /// side may be smaller than this bitmap's.
    func enlarged(to target: PixelSize, parallelism: Parallelism = .allProcessors) -> Bitmap {
        precondition(
            target.width >= width && target.height >= height,
            "a copy of at least \(size), asked for \(target)"
        )
        let (across, down) = (LanczosTaps(target.width, from: width), LanczosTaps(target.height, from: height))
        let channels = layout.rawValue
        let count = target.pixelCount * channels
        let enlarged = [UInt8](unsafeUninitializedCapacity: count) { output, initializedCount in
            bytes.withUnsafeBufferPointer { input in
                across.withTaps { across in
                    down.withTaps { down in
                        // Each band starts with eight input rows of its own: high bands waste less.
                        parallelism.forEachBand(of: target.height, bandHeight: 64) { rows in
                            withScratch(count: pk_lanczos_scratch(Int32(target.width), Int32(width))) { scratch in
                                pk_enlarge_lanczos(
                                    output.baseAddress,
                                    Int32(target.width),
                                    input.baseAddress,
                                    Int32(width),
                                    Int32(height),
                                    Int32(channels),
                                    across,
                                    down,
                                    Int32(rows.lowerBound),
                                    Int32(rows.upperBound),
                                    scratch
                                )
                            }
                        }
                    }
                }
            }
            initializedCount = count
        }
        return Bitmap(size: target, layout: layout, bytes: enlarged)
    }
}

/// Which input pixels make each output position along one side, and their weights.
private struct LanczosTaps {
    private var first: [Int32]
    private var weights: [Float]

    init(_ count: Int, from inputCount: Int) {
        first = Array(repeating: 0, count: count)
        weights = Array(repeating: 0, count: count * Int(PK_LANCZOS_TAPS))
        pk_lanczos_taps(&first, &weights, Int32(count), Int32(inputCount))
    }

    func withTaps(_ body: (pk_taps) -> Void) {
        first.withUnsafeBufferPointer { first in
            weights.withUnsafeBufferPointer { weights in
                body(pk_taps(first: first.baseAddress, weights: weights.baseAddress))
            }
        }
    }
}
