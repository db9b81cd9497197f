import CPixelKernels

extension LightMood {
    static let twilight = LightMood(
        name: "twilight",
        exposure: 0.60,
        contrast: 1.20,
        tint: pk_color(0.54, 0.72, 1.08),
        shadowTint: pk_color(0.72, 0.86, 1.22),
        split: 0.6,
        highlightTarget: 0.52,
        air: pk_color(0.20, 0.25, 0.46),
        airDensity: 0.30,
        lampBrightness: 0.70,
        gradient: [0x0e1f4d, 0x274782, 0x6c86b8, 0xd9b3b5],
        glow: pk_color(0.040, 0.020, 0.018),
        cloudCover: 0.40,
        cloudDark: pk_color(0.055, 0.08, 0.19),
        cloudBright: pk_color(0.30, 0.27, 0.44),
        cloudOpacity: 0.55,
        isLowSun: true,
        starlight: 0.45
    )
    static let night = LightMood(
        name: "night",
        exposure: 0.40,
        contrast: 1.10,
        tint: pk_color(0.52, 0.72, 1.12),
        shadowTint: pk_color(0.65, 0.82, 1.3),
        split: 0.6,
        highlightTarget: 0.30,
        air: pk_color(0.030, 0.045, 0.095),
        lampBrightness: 1.15,
        gradient: [0x03060f, 0x0a1430, 0x152448, 0x243a63],
        cloudCover: 0.22,
        cloudDark: pk_color(0.010, 0.014, 0.028),
        cloudBright: pk_color(0.05, 0.065, 0.11),
        cloudOpacity: 0.7,
        starlight: 1
    )
    static let goldenHour = LightMood(
        name: "golden hour",
        exposure: 1.02,
        contrast: 1.12,
        tint: pk_color(1.22, 0.96, 0.66),
        shadowTint: pk_color(0.72, 0.80, 1.22),
        split: 0.75,
        air: pk_color(1.0, 0.70, 0.42),
        airDensity: 0.20,
        gradient: [0x4f7fb0, 0xa9b4b8, 0xf2c58a, 0xffd9a0],
        glow: pk_color(0.55, 0.40, 0.22),
        cloudCover: 0.42,
        cloudDark: pk_color(0.46, 0.37, 0.35),
        cloudBright: pk_color(1.3, 0.96, 0.62),
        cloudOpacity: 0.85,
        isLowSun: true
    )
    static let sunset = LightMood(
        name: "sunset",
        exposure: 0.62,
        contrast: 1.22,
        tint: pk_color(1.25, 0.86, 0.70),
        shadowTint: pk_color(0.62, 0.66, 1.15),
        split: 0.85,
        highlightTarget: 0.80,
        air: pk_color(0.78, 0.40, 0.26),
        gradient: [0x2a3566, 0x7a4a78, 0xe0704a, 0xffc46b],
        glow: pk_color(1.08, 0.47, 0.144),
        cloudCover: 0.52,
        cloudDark: pk_color(0.16, 0.09, 0.17),
        cloudBright: pk_color(1.5, 0.52, 0.22),
        cloudOpacity: 0.88,
        isLowSun: true
    )
    static let dawn = LightMood(
        name: "dawn",
        exposure: 0.88,
        contrast: 1.02,
        tint: pk_color(1.14, 0.95, 0.84),
        shadowTint: pk_color(0.80, 0.85, 1.18),
        split: 0.6,
        air: pk_color(0.95, 0.74, 0.66),
        airDensity: 0.22,
        gradient: [0x5a86c0, 0xb9b3cf, 0xf3b9a3, 0xffe2b8],
        glow: pk_color(0.50, 0.35, 0.275),
        cloudCover: 0.45,
        cloudDark: pk_color(0.42, 0.36, 0.45),
        cloudBright: pk_color(1.2, 0.72, 0.56),
        cloudOpacity: 0.8,
        isLowSun: true
    )
    static let storm = LightMood(
        name: "storm",
        exposure: 0.58,
        contrast: 1.08,
        tint: pk_color(0.92, 1.0, 1.08),
        shadowTint: pk_color(0.9, 0.97, 1.08),
        split: 0.5,
        highlightTarget: 0.34,
        air: pk_color(0.30, 0.34, 0.37),
        gradient: [0x2b3138, 0x4a525a, 0x6d767d, 0x98a09f],
        cloudCover: 0.98,
        cloudDark: pk_color(0.035, 0.042, 0.05),
        cloudBright: pk_color(0.30, 0.33, 0.36),
        cloudOpacity: 0.92
    )
    static let overcast = LightMood(
        name: "overcast",
        exposure: 0.82,
        contrast: 0.92,
        tint: pk_color(0.95, 1.0, 1.05),
        shadowTint: pk_color(1, 1, 1),
        split: 0,
        adaptation: 0.4,
        air: pk_color(0.62, 0.66, 0.70),
        gradient: [0x9aa4ad, 0xb4bcc2, 0xcad0d3, 0xdfe2e3],
        cloudCover: 0.9,
        cloudDark: pk_color(0.40, 0.44, 0.48),
        cloudBright: pk_color(0.72, 0.75, 0.78),
        cloudOpacity: 0.6,
        cloudSoftness: 0.22
    )
    static let winter = LightMood(
        name: "winter",
        exposure: 0.92,
        contrast: 0.98,
        tint: pk_color(0.94, 1.0, 1.07),
        shadowTint: pk_color(0.86, 0.94, 1.14),
        split: 0.5,
        adaptation: 0.4,
        highlightTarget: 0.92,
        air: pk_color(0.74, 0.80, 0.87),
        airDensity: 0.30,
        gradient: [0x8fa5bf, 0xb3c3d4, 0xd4dde6, 0xeef1f4],
        cloudCover: 0.55,
        cloudDark: pk_color(0.50, 0.56, 0.64),
        cloudBright: pk_color(0.86, 0.89, 0.92),
        cloudOpacity: 0.6,
        cloudSoftness: 0.22
    )
    static let day = LightMood(
        name: "day",
        exposure: 1,
        contrast: 1,
        tint: pk_color(1, 1, 1),
        shadowTint: pk_color(1, 1, 1),
        split: 0,
        adaptation: 0.4,
        air: pk_color(0.70, 0.80, 0.92),
        gradient: [0x2f6fbf, 0x5f9bd8, 0xa8cdea, 0xdfeaf0],
        cloudCover: 0.5,
        cloudDark: pk_color(0.50, 0.56, 0.64),
        cloudBright: pk_color(1.0, 1.0, 1.0),
        cloudOpacity: 0.92
    )
    static let cyberpunk = LightMood(
        name: "neon night",
        exposure: 0.42,
        contrast: 1.15,
        tint: pk_color(0.62, 0.60, 1.05),
        shadowTint: pk_color(0.55, 0.8, 1.25),
        split: 0.7,
        highlightTarget: 0.62,
        air: pk_color(0.20, 0.06, 0.26),
        airDensity: 0.45,
        lampBrightness: 1.3,
        gradient: [0x0a0a1e, 0x171238, 0x391650, 0x8a2f66],
        cloudCover: 0.55,
        cloudDark: pk_color(0.03, 0.01, 0.06),
        cloudBright: pk_color(0.20, 0.05, 0.20),
        cloudOpacity: 0.7
    )
}
