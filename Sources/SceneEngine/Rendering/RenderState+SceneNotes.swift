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
            return "\(finding), so it changes by \(percent(scene.sky.trust)) only."
        case .skyRefused:
            return mood == nil ? nil : "\(finding)."
        case .uncertainWater:
            guard mood != nil || plan.contains(.ice) else { return nil }
            return "\(finding), so it changes by \(percent(scene.water.trust)) only."
        case .closeUp, .portrait:
            guard note.kind == .portrait || !scene.isPortrait, plan.timeOfDay == nil,
                Self.weatherAndSeasons.contains(where: plan.contains)
            else { return nil }
            return "\(finding), so weather and season were kept off the subject."
        case .noSky, .noWater:
            return nil
        }
    }

    private func percent(_ share: Float) -> String { "\(Int((100 * share).rounded())) %" }
}
