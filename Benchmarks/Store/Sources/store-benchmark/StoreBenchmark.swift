import Foundation
import GenerationTypes
import JobStore

struct StoreBenchmark: Sendable {
    private let store: Store
    private let account: AccountID
    private let count: Int
    private let tasks: Int

    init(folder: String, count: Int, tasks: Int) async throws {
        store = try openStore(folder: folder)
        account = try await store.accounts.create(name: "bench \(UUID().uuidString)").id
        self.count = count
        self.tasks = tasks
    }

    func accept() async throws -> (Int, Duration) {
        try await spread(200) { _ = try await acceptOne() }
        return try await fill()
    }

    func fill() async throws -> (Int, Duration) {
        try await timed { try await spread(count) { _ = try await acceptOne() } }
    }

    func report() async throws -> (Int, Duration) {
        let job = try await acceptOne()
        return try await timed { try await spread(count) { _ = try await store.jobs.report(job, account: account) } }
    }

    func claim() async throws -> (Int, Duration) {
        _ = try await drain()
        try await spread(count) { _ = try await acceptOne() }
        let (taken, duration) = try await drain()
        precondition(taken == count, "of \(count) jobs \(taken) were taken")
        return (taken, duration)
    }

    /// Each of the workers takes jobs until there are none; no job may come twice.
    func drain() async throws -> (Int, Duration) {
        let taken = Taken()
        let (_, duration) = try await timed {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Like the slots of a worker (`worker.jobs`): one name for a process.
                let worker = WorkerID(rawValue: "bench/\(ProcessInfo.processInfo.processIdentifier)")
                let lane = JobLane(engine: "scene", model: "free")
                for _ in 0..<tasks {
                    group.addTask {
                        while let job = try await store.jobs.claim(by: worker, lanes: [lane], lease: .seconds(60)) {
                            taken.add(job.job.id)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return (taken.count, duration)
    }

    private func acceptOne() async throws -> JobID {
        let image = ArtifactKey("inputs/0123.png")
        guard let prompt = Prompt("a snowy winter evening"), let image else { fatalError("the request is no request") }
        let new = NewJob(
            account: account,
            model: ServedModel(slug: "free", engine: "scene", price: .zero),
            request: GenerationRequest(prompt: prompt, image: image, seed: 42),
            requestBody: #"{"prompt":"a snowy winter evening","image_url":"https://photos.example/temple.jpg"}"#
        )
        return try await store.jobs.accept(new).job.id
    }

    /// Runs `work` as often as was asked for; each task begins the next one as soon as it has ended one.
    private func spread(_ count: Int, _ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask { for _ in stride(from: task, to: count, by: tasks) { try await work() } }
            }
            try await group.waitForAll()
        }
    }

    private func timed(_ work: () async throws -> Void) async throws -> (Int, Duration) {
        let clock = ContinuousClock()
        let began = clock.now
        try await work()
        return (count, clock.now - began)
    }
}
