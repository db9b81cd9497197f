import GenerationTypes
import Metrics

/// Counts the bytes of artifacts that go in and out, by kind.
struct ArtifactTraffic: Sendable {
    private let stored = Self.counters("stored")
    private let read = Self.counters("read")

    func stored(_ kind: ArtifactKind, byteCount: Int) { stored[kind]?.increment(by: byteCount) }

    func read(_ kind: ArtifactKind?, byteCount: Int) {
        if let kind { read[kind]?.increment(by: byteCount) }
    }

    private static func counters(_ direction: String) -> [ArtifactKind: Counter] {
        Dictionary(
            uniqueKeysWithValues: ArtifactKind.allCases.map { kind in
                let dimensions = [("kind", kind.rawValue)]
                return (kind, Counter(label: "yukimi_artifact_\(direction)_bytes", dimensions: dimensions))
            }
        )
    }
}

extension ArtifactKind {
    /// The first part of a key says where the bytes are.
    init?(of key: ArtifactKey) { self.init(rawValue: String(key.rawValue.prefix { $0 != "/" })) }
}
