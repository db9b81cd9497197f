public import Foundation
import GenerationTypes

extension DiffusionEngine {
    /// Packs a model's weights for a precision, so that the first request only maps them. What is packed already stays.
    ///
    /// Throws `GenerationFailure` when there is no such model or no memory for it.
    public static func pack(_ settings: DiffusionSettings) throws {
        do {
            _ = try LoadedModel(settings) { Task.isCancelled }
        } catch {
            throw failure(error, folder: settings.folder)
        }
    }

    /// Bytes of packed weights in a model's folder, whole ones and those that are being written, for any precision.
    public static func packedByteCount(_ folder: URL) -> Int {
        ["text_encoder", "unet", "vae"].reduce(0) { sum, part in
            let packed = folder.appending(path: "\(part)/packed")
            let files = try? FileManager.default.contentsOfDirectory(
                at: packed,
                includingPropertiesForKeys: [.fileSizeKey]
            )
            return (files ?? []).reduce(sum) { $0 + ((try? $1.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0) }
        }
    }
}
