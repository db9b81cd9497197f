extension RenderState {
    /// Says where the scene did not carry what the plan asked for, or carried it only in part.
    mutating func warnOfDoubts() {
        for note in scene.notes { if let sentence = sentence(for: note) { warn(sentence) } }
    }

    /// Nil for notes that do not concern the plan, or of which a step has warned itself.
    private func sentence(for note: SceneNote) -> String? {
        let finding = note.message.prefix(1).uppercased() + note.message.dropFirst()
        switch note.kind {
        case .uncertainSky:
            guard mood != nil else { return nil }
            return "\(finding), so it \(changes(scene.sky.trust))."
        case .skyRefused:
            return mood == nil ? nil : "\(finding)."
        case .uncertainWater:
            guard mood != nil || plan.contains(.ice) else { return nil }
            return "\(finding), so it \(changes(scene.water.trust)). If it is water, name it: 'the lake at sunset'."
        case .closeUp, .portrait:
            guard note.kind == .portrait || !scene.isPortrait, plan.timeOfDay == nil,
                Self.weatherAndSeasons.contains(where: plan.contains)
            else { return nil }
            return "\(finding), so weather and season were kept off the subject."
        case .noSky, .noWater:
            return nil
        }
    }

    private func changes(_ trust: Float) -> String {
        let percent = Int((100 * trust).rounded())
        return percent == 0 ? "is left as it is" : "changes by \(percent) % only"
    }
}
