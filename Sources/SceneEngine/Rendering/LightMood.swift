import CPixelKernels

/// The light of a time of day or a weather: how it falls on the land, and the sky that it comes from.
struct LightMood: Sendable {
    let name: String

    // MARK: Light on the land

    var exposure: Float
    var contrast: Float
    var tint: pk_color
    var shadowTint: pk_color
    /// How far shadows take their own tint.
    var split: Float
    /// How much of the exposure is relative to what the photograph already is: 1 all, 0 none.
    var adaptation: Float = 1
    /// How colourful the land is: eyes see hardly any colour in the dark.
    var saturation: Float = 1
    /// What the brightest percent of the picture is brought to; nil leaves it.
    var highlightTarget: Float?
    /// The air between the land and the eye: its colour and how much there is.
    var air: pk_color
    var airDensity: Float = 0
    /// How brightly lamps and windows stand out; 0: by day.
    var lampBrightness: Float = 0

    // MARK: The sky

    /// Zenith, middle, low and horizon, as 0xRRGGBB in sRGB.
    var gradient: [UInt32]
    var glow: pk_color = pk_color(0, 0, 0)
    var cloudCover: Float
    var cloudDark: pk_color
    var cloudBright: pk_color
    var cloudOpacity: Float
    var cloudSoftness: Float = 0.13
    /// The sun is low: clouds are lit from below and lose their warmth towards the zenith.
    var isLowSun = false
    /// Stars can be seen: 0…1.
    var starlight: Float = 0

    var isDark: Bool { lampBrightness > 0 }
}

extension LightMood {
    /// The mood that a plan asks for: its time of day, else its weather, else the season's.
    init?(for plan: EditPlan) {
        if plan.contains(.cyberpunk) || plan.contains(.neon) {
            self = .cyberpunk
        } else if let time = plan.timeOfDay, let mood = LightMood.timesOfDay[time] {
            self = mood
        } else if let weather = LightMood.weathers.first(where: { plan.contains($0.effect) }) {
            self = weather.mood
        } else {
            return nil
        }
        if plan.contains(.storm), isDark { becomeStormy() }
        if plan.contains(.clouds) || plan.contains(.overcast) {
            let wanted = Float(max(plan.strength(of: .clouds), plan.strength(of: .overcast)))
            cloudCover = max(cloudCover, 0.35 + 0.45 * wanted)
        }
        if plan.contains(.stars) || plan.contains(.milkyWay) { cloudCover = min(cloudCover, 0.18) }
        if plan.suppresses(.clouds) || plan.contains(.clearSky) { cloudCover = 0 }
    }

    private mutating func becomeStormy() {
        cloudCover = 0.98
        cloudDark = pk_color(0.012, 0.016, 0.028)
        cloudBright = pk_color(0.10, 0.12, 0.18)
        cloudOpacity = 0.9
    }

    private static let timesOfDay: [EffectName: LightMood] = [
        .dawn: .dawn, .day: .day, .goldenHour: .goldenHour, .sunset: .sunset, .twilight: .twilight, .night: .night,
    ]

    /// In the order in which they win.
    private static let weathers: [(effect: EffectName, mood: LightMood)] = [
        (.storm, .storm), (.lightning, .storm), (.milkyWay, .night), (.stars, .night), (.aurora, .night),
        (.moon, .night), (.rain, .overcast), (.fog, .overcast), (.overcast, .overcast), (.snowfall, .winter),
        (.snow, .winter), (.winter, .winter), (.clearSky, .day), (.clouds, .day),
    ]
}
