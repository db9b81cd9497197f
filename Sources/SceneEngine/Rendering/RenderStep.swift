/// One step from the photograph to the result: what it is called while it runs, for which plans it is needed, and what
/// it does. Each lives in a file of its own under `Steps/`; ``all`` gives the order.
struct RenderStep: Sendable {
    /// For people who wait: "laying snow".
    let label: String
    /// The one effect that the step draws, which may be confined to places; nil: it serves several.
    let effect: EffectName?
    let isNeeded: @Sendable (EditPlan) -> Bool
    let apply: @Sendable (inout RenderState) -> Void

    init(
        _ label: String,
        effect: EffectName? = nil,
        isNeeded: @escaping @Sendable (EditPlan) -> Bool,
        apply: @escaping @Sendable (inout RenderState) -> Void
    ) {
        self.label = label
        self.effect = effect
        self.isNeeded = isNeeded
        self.apply = apply
    }

    /// A step that exactly one effect needs.
    init(_ label: String, for effect: EffectName, apply: @escaping @Sendable (inout RenderState) -> Void) {
        self.init(label, effect: effect, isNeeded: { $0.contains(effect) }, apply: apply)
    }
}

extension RenderStep {
    /// Sky first, since land and water take its light; surfaces before the light that falls on them; what is in the air
    /// before what is in the lens.
    static let all: [RenderStep] =
        [
            .denoise, .dehaze, .rememberSubject,
            .newSky, .stars, .milkyWay, .aurora, .moon, .lightning,
            .despill,
            .autumn, .freshGreen, .snow, .hoarfrost, .blossoms, .frozenWater, .wetSurfaces,
            .relight, .practicalLights,
            .waterMirror, .farLand, .skyCompositing, .wetGround,
            .fog, .haze, .mist, .sun, .windowFrost, .rainbow,
            .rain, .snowfall, .petals, .leaves, .fireflies,
            .glare, .exposure, .shelterSubject, .highDynamicRange,
        ] + looks + [
            .bokeh,
            .watercolour, .oil, .pencil, .ink, .anime, .pointillism, .pixelArt, .stainedGlass, .woodblock, .lowPoly,
        ]
}
