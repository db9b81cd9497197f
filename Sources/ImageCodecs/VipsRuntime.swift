import CVips
import Foundation
import Synchronization

/// libvips as this process runs it: no cache, a few threads, and no loader that the contract does not name.
enum VipsRuntime {
    private struct State {
        var isStarted = false
        var allowsHEIF = false
    }

    /// libvips is one per process, so whether it runs is a fact about the process.
    private static let state = Mutex(State())

    /// Starts libvips on the first call; later calls can only allow more.
    static func start(allowingHEIF: Bool) throws {
        try state.withLock { state in
            if !state.isStarted {
                try startLibrary()
                state.isStarted = true
            }
            if allowingHEIF && !state.allowsHEIF {
                guard vips_type_find("VipsOperation", "heifload_buffer") != 0 else {
                    throw ImageCodecError(
                        .libraryFailed,
                        "HEIC and AVIF are enabled, but this libvips cannot read them"
                    )
                }
                vips_operation_block_set("VipsForeignLoadHeif", 0)
                state.allowsHEIF = true
            }
        }
    }

    private static func startLibrary() throws {
        guard cvips_init("yukimi") == 0 else {
            throw ImageCodecError(.libraryFailed, "libvips did not start", detail: lastError())
        }
        cvips_silence_warnings()
        // SVG, PDF, TIFF, ImageMagick's hundred formats: each is a parser in C that hostile bytes would reach.
        vips_operation_block_set("VipsForeignLoad", 1)
        for loader in ["Png", "Jpeg", "Webp", "Nsgif"] {
            vips_operation_block_set("VipsForeignLoad\(loader)", 0)
        }
        // Every input is seen once: a cache of operations would only hold memory.
        vips_cache_set_max(0)
        vips_concurrency_set(Int32(min(ProcessInfo.processInfo.activeProcessorCount, 4)))
    }

    /// Takes what libvips has said since it was last asked. Its buffer is shared by all threads, so with several at
    /// work this may be another image's trouble: for logs, never for a client.
    static func lastError() -> String {
        guard let text = vips_error_buffer_copy() else { return "" }
        defer { g_free(text) }
        return String(cString: text).split(separator: "\n").joined(separator: "; ")
    }
}
