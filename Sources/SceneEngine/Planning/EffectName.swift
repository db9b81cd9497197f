/// Which of the engine's effects: an open set of names, each with one file under `Rendering/` and one entry in the
/// lexicon. Nothing switches over all of them, so a new effect changes no existing code.
public struct EffectName: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    private init(_ rawValue: String) { self.rawValue = rawValue }
}

extension EffectName {
    // Seasons. Winter is light and palette; snow is what lies on things.
    public static let winter = Self("winter")
    public static let snow = Self("snow")
    public static let autumn = Self("autumn")
    public static let spring = Self("spring")
    public static let blossom = Self("blossom")
    public static let summer = Self("summer")

    // Times of day: a plan has at most one.
    public static let dawn = Self("dawn")
    public static let day = Self("day")
    public static let goldenHour = Self("golden-hour")
    public static let sunset = Self("sunset")
    public static let twilight = Self("twilight")
    public static let night = Self("night")

    // Weather.
    public static let snowfall = Self("snowfall")
    public static let rain = Self("rain")
    public static let fog = Self("fog")
    public static let storm = Self("storm")
    public static let lightning = Self("lightning")
    public static let rainbow = Self("rainbow")
    public static let overcast = Self("overcast")
    public static let clearSky = Self("clear-sky")

    // Things in the sky. Sun is the disc and its glow; sun rays are the beams.
    public static let clouds = Self("clouds")
    public static let aurora = Self("aurora")
    public static let stars = Self("stars")
    public static let milkyWay = Self("milky-way")
    public static let moon = Self("moon")
    public static let sun = Self("sun")
    public static let sunRays = Self("sun-rays")

    // Materials.
    public static let ice = Self("ice")
    public static let frost = Self("frost")
    public static let wet = Self("wet")

    // Lights.
    public static let litWindows = Self("lit-windows")
    public static let lamps = Self("lamps")
    public static let neon = Self("neon")
    public static let fireflies = Self("fireflies")

    // Particles.
    public static let petals = Self("petals")
    public static let leaves = Self("leaves")

    // Mood.
    public static let mystical = Self("mystical")

    // Looks.
    public static let cinematic = Self("cinematic")
    public static let film = Self("film")
    public static let vintage = Self("vintage")
    public static let noir = Self("noir")
    public static let blackAndWhite = Self("black-and-white")
    public static let sepia = Self("sepia")
    public static let pastel = Self("pastel")
    public static let cyberpunk = Self("cyberpunk")
    public static let hdr = Self("hdr")
    public static let warm = Self("warm")
    public static let cool = Self("cool")
    public static let vivid = Self("vivid")
    public static let muted = Self("muted")
    public static let contrast = Self("contrast")
    public static let dark = Self("dark")
    public static let bright = Self("bright")
    public static let softLight = Self("soft-light")

    // Art media: a plan has at most one.
    public static let watercolour = Self("watercolour")
    public static let oil = Self("oil")
    public static let pencil = Self("pencil")
    public static let ink = Self("ink")
    public static let anime = Self("anime")
    public static let pointillism = Self("pointillism")
    public static let pixelArt = Self("pixel-art")
    public static let stainedGlass = Self("stained-glass")
    public static let woodblock = Self("woodblock")
    public static let lowPoly = Self("low-poly")

    // Repairs and finish.
    public static let denoise = Self("denoise")
    public static let dehaze = Self("dehaze")
    public static let sharpen = Self("sharpen")
    public static let upscale = Self("upscale")
    public static let detail = Self("detail")
    public static let bokeh = Self("bokeh")

    // Geometry.
    public static let extendCanvas = Self("extend-canvas")
}

extension EffectName: Codable, CustomStringConvertible {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
}
