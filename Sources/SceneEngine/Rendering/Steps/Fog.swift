import CPixelKernels

extension RenderStep {
    /// Fog that thickens with distance and lies in the low ground.
    static let fog = RenderStep("letting fog come up", for: .fog) { state in
        let mood = state.mood ?? .overcast
        if !state.takesWeather { state.warn("This is no wide outdoor view, so the fog was kept thin.") }
        let share: Float = state.takesWeather ? 1 : 0.35
        let noise = state.noise(
            FractalNoise(scale: Float(state.width) / 3, octaves: 5, stretchX: 2, stretchY: 0.5),
            salt: 181
        )
        let spared = state.scene.protected.alpha.scaled(by: 0.5, parallelism: state.parallelism)
        state.veil(
            pk_veil(
                density: 2.1 * share * state.strength(of: .fog),
                start: -0.05,
                power: 1.6,
                patch: 0.28,
                color: state.airColor(of: mood).greyed(by: 0.6),
                top: 1.06,
                bottom: 0.90,
                low_row: state.scene.horizonRow,
                low_lying: 0.5,
                spare: 1
            ),
            noise: noise,
            spared: spared
        )
    }
}

extension pk_color {
    /// Nearer to the grey of the same brightness. Drops of water scatter all colours alike: even in a red dawn thick fog
    /// is pale.
    fileprivate func greyed(by share: Float) -> pk_color {
        let grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        return self * (1 - share) + pk_color(grey, grey, grey) * share
    }
}
