/// One finding about the scene that people should hear when effects had to be left out or weakened.
struct SceneNote: Sendable, Hashable {
    enum Kind: String, Sendable {
        case noSky, skyRefused, uncertainSky, noWater, uncertainWater, closeUp, portrait
    }

    let kind: Kind
    /// For people: "no sky is in view".
    let message: String
    /// How sure the finding is, 0…1.
    let confidence: Float

    static func notes(on finding: SceneFinding) -> [SceneNote] {
        var notes: [SceneNote] = []
        let (sky, water, kind) = (finding.sky, finding.water, finding.kind)
        if let refusal = sky.refusal {
            notes.append(.init(kind: .skyRefused, message: "what looks like sky is not: \(refusal)", confidence: 0.8))
        } else if !sky.isFound {
            notes.append(.init(kind: .noSky, message: "no sky is in view", confidence: 0.9))
        } else if sky.confidence < 0.6 {
            let message = "what looks like sky may be something else"
            notes.append(.init(kind: .uncertainSky, message: message, confidence: 1 - sky.confidence))
        }
        if water.confidence == 0 {
            notes.append(.init(kind: .noWater, message: "no water is in view", confidence: 0.7))
        } else if water.confidence < 0.6 {
            let message = "what looks like water may be something else"
            notes.append(.init(kind: .uncertainWater, message: message, confidence: 1 - water.confidence))
        }
        if finding.subject.isPortrait {
            let message = "a person fills much of the picture"
            notes.append(.init(kind: .portrait, message: message, confidence: finding.subject.confidence))
        }
        if kind.defocus > 0.6 || kind.outdoor < 0.3 {
            let message = "the picture is a close view or an interior"
            notes.append(.init(kind: .closeUp, message: message, confidence: max(kind.defocus, 1 - kind.outdoor)))
        }
        return notes
    }
}
