import GenerationTypes
import JobStore
import Logging

/// A job's way from and to the store of artifacts. That it does not answer for a while is no fault of the job's: it waits,
/// its lease is renewed meanwhile, and no attempt is lost.
extension JobExecution {
    func readInputs() async throws -> [ArtifactKey: [UInt8]] {
        var files: [ArtifactKey: [UInt8]] = [:]
        for key in job.request.inputKeys where files[key] == nil {
            files[key] = try await insist { try await bench.store.artifacts.read(key) }
        }
        return files
    }

    func store(_ image: EncodedImage) async throws -> JobOutput {
        let format = job.request.outputFormat
        let key = try await bench.store.artifacts.reserveFile(
            byteCount: image.bytes.count,
            in: .files,
            fileExtension: format.fileExtension,
            account: job.account
        )
        try await insist { try await bench.store.artifacts.write(image.bytes, to: key) }
        return JobOutput(
            artifact: key,
            mediaType: format.mediaType,
            byteCount: image.bytes.count,
            size: image.size,
            warnings: image.warnings,
            inferenceTime: image.inferenceTime
        )
    }

    /// Asks again while the store of artifacts does not answer, until patience is over or the job is to stop.
    ///
    /// - Throws: what the last attempt threw, or `CancellationError`.
    private func insist<Value: Sendable>(_ ask: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let end = bench.time.now + bench.settings.artifactPatience
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await unlessStopped(ask)
            } catch let error as StoreError where error.code == .unavailable && bench.time.now < end {
                bench.logger.warning("the artifacts are waited for", metadata: ["error": "\(error)"])
            }
            try await unlessStopped { [pause] in try await bench.time.sleep(for: pause) }
            pause = min(pause * 2, .seconds(2))
        }
    }

    /// A network that swallows what is sent to it can make one attempt long: a cancel does not wait for its end.
    private func unlessStopped<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                try await untilStopped()
                return nil
            }
            guard let first = try await group.next(), let value = first else { throw CancellationError() }
            return value
        }
    }

    private func untilStopped() async throws {
        while stop.reason == nil { try await bench.time.sleep(for: bench.settings.tick) }
        // At the end of a drain an image that is on its way is worth a moment.
        if stop.reason == .drained { try await bench.time.sleep(for: .seconds(1)) }
    }
}
