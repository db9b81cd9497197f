extension RenderStep {
    /// Keeps the picture as it was before weather and seasons, for ``shelterSubject``.
    static let rememberSubject = RenderStep("looking for a subject", isNeeded: RenderStep.bringsWeather) { state in
        if !state.takesWeather { state.unweathered = state.image }
    }

    /// On portraits, animals and other close views weather and seasons stay in the margins: the subject, or the middle of
    /// the picture, keeps its own colours. A time of day changes the light on everything, so then it does not.
    static let shelterSubject = RenderStep("sheltering the subject", isNeeded: RenderStep.bringsWeather) { state in
        guard let before = state.unweathered else { return }
        state.image = state.image.mixed(with: before, by: state.subject, parallelism: state.parallelism)
        state.unweathered = nil
    }

    private static let bringsWeather: @Sendable (EditPlan) -> Bool = { plan in
        plan.timeOfDay == nil && RenderState.weatherAndSeasons.contains(where: plan.contains)
    }
}

extension RenderState {
    static let weatherAndSeasons: [EffectName] = [
        .winter, .snow, .autumn, .spring, .blossom, .summer, .snowfall, .rain, .fog, .storm, .lightning, .overcast,
        .clearSky, .frost, .wet, .petals, .leaves,
    ]

    /// What a close view is of: what analysis protects, and the middle of the frame, where people put their subject.
    fileprivate var subject: Plane {
        let trust = scene.protected.trust
        var subject = scene.protected.alpha
        for y in 0..<height {
            let v = 2 * (Float(y) + 0.5) / Float(height) - 1
            for x in 0..<width {
                let u = 2 * (Float(x) + 0.5) / Float(width) - 1
                let middle = 1 - smoothRise(0.8, 1.2, (u * u + v * v).squareRoot())
                subject[x, y] = max(subject[x, y] * trust, middle)
            }
        }
        return subject
    }
}
