import GenerationTypes

@testable import JobStore

/// A worker that is written as one should not be.
extension Node {
    func workCarelessly(_ bug: PlantedBug, _ store: Store, _ world: World) {
        let disk = NodeDisk(world, self)
        start { [self] in
            while !Task.isCancelled {
                try? await steadyClock.sleep(for: .milliseconds(900))
                let worker = WorkerID(rawValue: "\(name)/\(number)")
                guard let claimed = try? await store.jobs.claim(by: worker, engines: ["scene"], lease: .seconds(5))
                else { continue }
                try? await steadyClock.sleep(for: .milliseconds(.random(in: 10...12_000, using: &scheduler.random)))
                switch bug {
                case .captureBeforeDelivery: try? await captureBeforeDelivery(claimed, store, disk)
                case .leaseWithoutFence: try? await completeWithoutFence(claimed, store)
                case .retryOfUnknownCommit: preconditionFailure("that is the driver's mistake")
                }
            }
        }
    }

    private func captureBeforeDelivery(_ claimed: ClaimedJob, _ store: Store, _ disk: NodeDisk) async throws {
        let image = Witness.image(claimed.job.id.rawValue, lease: claimed.lease.number)
        guard let key = ArtifactKey("files/\(claimed.job.id).png") else { preconditionFailure("no key") }
        _ = try await store.jobs.complete(claimed.lease, output(key, image))
        try await disk.save(image, as: key.rawValue)
    }

    private func completeWithoutFence(_ claimed: ClaimedJob, _ store: Store) async throws {
        guard let job = try await store.jobs.job(claimed.job.id) else { return }
        // The image says what the store will be told, so that only the lease's holder is wrong.
        let number = job.state.leaseNumber
        let image = Witness.image(job.id.rawValue, lease: number)
        let key = try await store.artifacts.put(image, in: .files, fileExtension: "png", account: job.account)
        let claim = try await store.database.look { db in
            try db.value(Int64.self, "SELECT claim FROM job WHERE id = ?", [job.id.rawValue])
        }
        let lease = Lease(
            job: job.id,
            worker: claimed.lease.worker,
            number: number,
            expires: claimed.lease.expires,
            claim: claim ?? 0
        )
        _ = try await store.jobs.complete(lease, output(key, image))
    }

    private func output(_ key: ArtifactKey, _ image: [UInt8]) -> JobOutput {
        JobOutput(
            artifact: key,
            mediaType: "image/png",
            byteCount: image.count,
            size: PixelSize(width: 16, height: 9),
            warnings: [],
            inferenceTime: .zero
        )
    }
}
