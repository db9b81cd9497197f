public import Foundation
public import GenerationTypes
public import Tensors

/// A picture as the vision tower takes it.
public struct ImagePatches: Sendable {
    /// `[patches, channels × frames × rows × columns]`, float32, in the order of `grid`.
    public let pixels: Tensor
    public let grid: PatchGrid

    public init(pixels: Tensor, grid: PatchGrid) {
        self.pixels = pixels
        self.grid = grid
    }
}

/// Cuts pictures into normalised patches, as `Qwen2VLImageProcessor` of transformers 5.23 does.
public struct Qwen3VLImageProcessor: Sendable, Equatable {
    private let patchSize: Int
    private let temporalPatchSize: Int
    private let mergeSize: Int
    /// What the reference leaves in its size; it makes others larger or smaller.
    private let pixelCounts: ClosedRange<Int>
    private let rescaleFactor: Double
    private let mean: [Float]
    private let standardDeviation: [Float]
    private let file: String

    /// Looks in a processor's folder for `processor_config.json` (transformers 5) or `preprocessor_config.json`.
    /// - Throws: `ConfigurationError` for a value that is not supported, or if there is no such file.
    public init(folder: URL) throws {
        let joint = folder.appending(path: "processor_config.json")
        // Before transformers 5 this file had only what the processor itself needs.
        if let file = try? ConfigurationFile(contentsOf: joint), file.contains("image_processor") {
            try self.init(file.section("image_processor"))
        } else {
            try self.init(ConfigurationFile(contentsOf: folder.appending(path: "preprocessor_config.json")))
        }
    }

    /// - Throws: `ConfigurationError` for a value that is not supported.
    public init(_ configuration: ConfigurationFile) throws {
        file = configuration.file
        for key in ["do_resize", "do_rescale", "do_normalize"] {
            try configuration.require(key, true, default: true)
        }
        patchSize = try configuration.integer("patch_size", default: 14)
        temporalPatchSize = try configuration.integer("temporal_patch_size", default: 2)
        mergeSize = try configuration.integer("merge_size", default: 2)
        rescaleFactor = try configuration.number("rescale_factor", default: 1 / 255)
        mean = try Qwen3VLImageProcessor.channels("image_mean", configuration)
        standardDeviation = try Qwen3VLImageProcessor.channels("image_std", configuration)

        // Older files say it in two keys beside or instead of `size`.
        let size = configuration.contains("size") ? try configuration.section("size") : configuration
        let smallest = try size.integer("shortest_edge", default: 56 * 56)
        let largest = try size.integer("longest_edge", default: 28 * 28 * 1280)
        let lower = try configuration.integer("min_pixels", default: smallest)
        let upper = try configuration.integer("max_pixels", default: largest)
        guard lower <= upper else { throw configuration.error("size", supported: "shortest_edge ≤ longest_edge") }
        pixelCounts = lower...upper
    }

    private static func channels(_ key: String, _ configuration: ConfigurationFile) throws -> [Float] {
        let problem = configuration.error(key, supported: "three numbers")
        guard case .list(let list) = try configuration.value(key), list.count == 3 else { throw problem }
        return try list.map {
            switch $0 {
            case .integer(let value): Float(value)
            case .number(let value): Float(value)
            default: throw problem
            }
        }
    }

    /// The patches of a picture whose sides are multiples of `patchSize × mergeSize`.
    ///
    /// - Throws: `ConfigurationError` if the reference would change the size of the picture first.
    public func patches(of picture: Bitmap) throws -> ImagePatches {
        precondition(picture.layout == .rgb, "Pictures of layout \(Bitmap.Layout.rgb) only, got \(picture.layout)")
        let unit = patchSize * mergeSize
        guard
            picture.width.isMultiple(of: unit), picture.height.isMultiple(of: unit),
            pixelCounts.contains(picture.size.pixelCount)
        else {
            throw ConfigurationError(
                file: file,
                key: "size",
                found: "\(pixelCounts) pixels, sides in multiples of \(unit)",
                supported: "what leaves \(picture.size) as it is"
            )
        }
        let grid = PatchGrid(rows: picture.height / patchSize, columns: picture.width / patchSize, mergeSize: mergeSize)
        let volume = 3 * temporalPatchSize * patchSize * patchSize
        let pixels = [Float](unsafeUninitializedCapacity: grid.count * volume) { pixels, count in
            var next = 0
            for patch in grid.positions {
                for channel in 0..<3 {
                    for _ in 0..<temporalPatchSize {
                        for y in patch.row * patchSize..<(patch.row + 1) * patchSize {
                            let first = (y * picture.width + patch.column * patchSize) * 3 + channel
                            for x in 0..<patchSize {
                                pixels[next] = normalised(picture.bytes[first + x * 3], channel)
                                next += 1
                            }
                        }
                    }
                }
            }
            count = next
        }
        return ImagePatches(pixels: Tensor([grid.count, volume], floats: pixels), grid: grid)
    }

    /// The reference rescales in double precision, rounds, and normalises in single precision.
    private func normalised(_ byte: UInt8, _ channel: Int) -> Float {
        (Float(Double(byte) * rescaleFactor) - mean[channel]) / standardDeviation[channel]
    }
}
