import Foundation
import GenerationTypes
import ObjectStorage

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
final class NodeDisk: ObjectStore, WorkQueue, @unchecked Sendable {
    private let world: World
    private let node: Node

    init(_ world: World, _ node: Node) {
        self.world = world
        self.node = node
    }

    var place: String { "the simulation's disk" }
    var pieceSize: Int { 1 << 20 }
    var isListingCostly: Bool { false }

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await slowly(work)
    }

    private func slowly<Value>(_ work: () throws -> Value) async throws -> Value {
        try await node.wait(upTo: world.slowness)
        let value = try work()
        try await node.wait(upTo: world.slowness)
        return value
    }

    func save(_ bytes: [UInt8], as key: String) async throws {
        let name = try name(key)
        try await slowly {
            let fault = world.nextDiskFault(node, writing: true)
            if let fault { node.log("disk: \(fault)") }
            switch fault {
            case .failed: throw Self.broken
            case .torn:
                world.disk.temporaries.append(node.scheduler.now)
                world.crash(node)
                throw ProcessDied()
            case .answerLost, nil:
                world.disk.files[name] = SimulatedDisk.File(bytes: bytes, written: node.scheduler.now)
                if fault != nil { throw Self.broken }
            }
        }
    }

    func load(_ key: String) async throws -> [UInt8] {
        let name = try name(key)
        return try await slowly {
            if world.nextDiskFault(node, writing: false) != nil { throw Self.broken }
            guard let file = world.disk.files[name] else {
                throw ObjectStorageError(.notFound, "there is no artifact \(key)")
            }
            return file.bytes
        }
    }

    func load(_ key: String, _ range: Range<Int>) async throws -> [UInt8] {
        try await Array(load(key).dropFirst(range.lowerBound).prefix(range.count))
    }

    func size(of key: String) async throws -> Int? {
        let name = try name(key)
        return try await slowly { world.disk.files[name]?.bytes.count }
    }

    func delete(_ keys: [String]) async throws {
        let names = try keys.map(name)
        try await slowly {
            let fault = world.nextDiskFault(node, writing: true)
            if let fault { node.log("disk, deleting: \(fault)") }
            if case .failed = fault { throw Self.broken }
            for name in names { world.disk.files[name] = nil }
            if fault != nil { throw Self.broken }
        }
    }

    func list(in folder: String, _ portion: ([StoredObject]) async throws -> Void) async throws {
        let objects = try await slowly {
            world.disk.files.filter { $0.key.rawValue.hasPrefix("\(folder)/") }
                .sorted { $0.key.rawValue < $1.key.rawValue }
                .map {
                    StoredObject(key: $0.key.rawValue, byteCount: $0.value.bytes.count, written: date($0.value.written))
                }
        }
        try await portion(objects)
    }

    func deleteUnfinished(begunBefore limit: Date) async throws {
        try await slowly { world.disk.temporaries.removeAll { date($0) < limit } }
    }

    func check(writing: Bool) async throws {}

    private func name(_ key: String) throws -> ArtifactKey {
        guard let name = ArtifactKey(key) else { throw ObjectStorageError(.refused, "no key: \(key)") }
        return name
    }

    private func date(_ written: Int64) -> Date {
        Date(timeIntervalSince1970: Double(Node.epoch + written) / 1_000)
    }

    private static let broken = ObjectStorageError(.unavailable, "the simulation: the disk failed")
}
