import GenerationTypes

@testable import JobStore

/// The artifacts' files, which all nodes share.
final class SimulatedDisk {
    struct File {
        let bytes: [UInt8]
        /// In the scheduler's time.
        let written: Int64
    }

    var files: [ArtifactKey: File] = [:]
    /// When writes began that were interrupted.
    var temporaries: [Int64] = []
}

/// The same as a node sees it.
///
/// Unchecked, because only the scheduler's thread touches it.
final class NodeDisk: ArtifactFolder, DiskQueue, @unchecked Sendable {
    private let world: World
    private let node: Node

    init(_ world: World, _ node: Node) {
        self.world = world
        self.node = node
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await node.wait(upTo: world.slowness)
        let value = try work()
        try await node.wait(upTo: world.slowness)
        return value
    }

    func save(_ bytes: [UInt8], as key: ArtifactKey) throws {
        let fault = world.nextDiskFault(node, writing: true)
        if let fault { node.log("disk: \(fault)") }
        switch fault {
        case .failed: throw Self.broken
        case .torn:
            world.disk.temporaries.append(node.scheduler.now)
            world.crash(node)
            throw ProcessDied()
        case .answerLost, nil:
            world.disk.files[key] = SimulatedDisk.File(bytes: bytes, written: node.scheduler.now)
            if fault != nil { throw Self.broken }
        }
    }

    func load(_ key: ArtifactKey) throws -> [UInt8] {
        if world.nextDiskFault(node, writing: false) != nil { throw Self.broken }
        guard let file = world.disk.files[key] else { throw StoreError(.notFound, "there is no artifact \(key)") }
        return file.bytes
    }

    func load(_ key: ArtifactKey, _ range: Range<Int>) throws -> [UInt8] {
        try Array(load(key).dropFirst(range.lowerBound).prefix(range.count))
    }

    func size(of key: ArtifactKey) -> Int? { world.disk.files[key]?.bytes.count }

    func delete(_ key: ArtifactKey) { world.disk.files[key] = nil }

    func keys(of kind: ArtifactKind, writtenBefore limit: Timestamp) -> [ArtifactKey] {
        let old = world.disk.files.filter {
            $0.key.rawValue.hasPrefix("\(kind.rawValue)/") && isOld($0.value.written, limit)
        }
        return old.keys.sorted { $0.rawValue < $1.rawValue }
    }

    func deleteTemporaries(writtenBefore limit: Timestamp) { world.disk.temporaries.removeAll { isOld($0, limit) } }

    private func isOld(_ written: Int64, _ limit: Timestamp) -> Bool {
        Timestamp(milliseconds: Node.epoch + written) < limit
    }

    private static let broken = StoreError(.unavailable, "the simulation: the disk failed")
}
