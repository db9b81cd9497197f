/// Green plants, and brown or orange leaves, on the small copy.
struct PlantDetection: Sendable {
    let green: Plane
    let dry: Plane
    /// Share of the frame that is plainly green, before dry plants and gaps are added.
    let greenShare: Float

    /// Excess of green over the other channels; red over green counts against it.
    static func greenness(_ f: SceneFeatures) -> Plane {
        let (red, green, blue) = (f.encoded.red.pixels, f.encoded.green.pixels, f.encoded.blue.pixels)
        return f.plane { i in
            let excess = 2 * green[i] - red[i] - blue[i] - 2 * max(0, red[i] - green[i])
            return excess / (red[i] + green[i] + blue[i] + 1e-3)
        }
    }

    init(_ f: SceneFeatures, sky: Plane, structure: StructureDetection, greenness: Plane, priors: ScenePriors) {
        let (hue, chroma, lightness, texture) = (
            f.hue.pixels, f.chroma.pixels, f.color.lightness.pixels, f.texture.pixels
        )
        let built = structure.alpha.pixels
        let nearBuilt = structure.neighborhood.pixels
        // What is out of focus or lit through is as smooth as this, and so are painted walls and green skies.
        let broad = f.texture.boxBlurred(radius: 6).pixels
        let leafy = f.plane { i in
            let leaf = hueBand(100...160, softness: 10, hue[i]) * ramp(0.02, 0.05, chroma[i])
            return max(ramp(0.02, 0.12, greenness.pixels[i]), leaf) * (1 - sky.pixels[i])
                * ramp(0.002, 0.007, max(texture[i], broad[i]))
        }
        // In what is nearly black, noise decides the hue: such leaves count where others are in the light.
        let lit = f.plane { leafy.pixels[$0] * ramp(0.12, 0.24, lightness[$0]) }
        let nearLit = lit.boxBlurred(radius: 15)
        let plain = f.plane { max(lit.pixels[$0], leafy.pixels[$0] * ramp(0.07, 0.27, nearLit.pixels[$0])) }
        let greenShare = plain.mean
        // Dry grass and the dark gaps of a canopy count next to green only.
        let near = plain.boxBlurred(radius: 15)
        let close = plain.boxBlurred(radius: 6)
        // Where some of a pasture is green, its olive parts are grass as well.
        let pasture = ramp(0.01, 0.03, greenShare)
        green = f.plane { i in
            let dry =
                0.8 * hueBand(62...100, softness: 10, hue[i]) * ramp(0.02, 0.06, chroma[i])
                * ramp(0.02, 0.05, texture[i]) * (1 - ramp(0.75, 0.9, lightness[i]))
            let gap =
                ramp(0.25, 0.5, close.pixels[i]) * ramp(0.015, 0.04, texture[i])
                * (1 - ramp(0.4, 0.6, lightness[i]))
            let wild = 1 - nearBuilt[i]
            let olive =
                0.9 * pasture * hueBand(70...105, softness: 8, hue[i]) * ramp(0.02, 0.04, chroma[i])
                * ramp(0.01, 0.025, texture[i]) * (1 - ramp(0.6, 0.75, lightness[i]))
            let plants = max(plain.pixels[i], dry * ramp(0.06, 0.25, near.pixels[i]) * wild, gap * wild, olive * wild)
            let vetoed =
                (1 - clamp01(1.3 * built[i])) * (1 - 0.9 * nearBuilt[i] * (1 - ramp(0.04, 0.12, greenness.pixels[i])))
            return clamp01(plants) * (1 - sky.pixels[i]) * vetoed
        }
        let lying = Self.lying(f)
        let wideBuilt = structure.alpha.boxBlurred(radius: 10)
        let notBuilt = f.plane {
            1 - clamp01(1.4 * max(built[$0], ramp(0.12, 0.35, wideBuilt.pixels[$0]), nearBuilt[$0]))
        }
        let leaves = f.plane { i in
            0.9 * hueBand(38...95, softness: 10, hue[i]) * ramp(0.02, 0.05, chroma[i])
                * ramp(0.012, 0.028, texture[i]) * (1 - sky.pixels[i])
                * (1 - ramp(0.7, 0.85, lightness[i])) * (1 - ramp(0.105, 0.14, chroma[i]))
                * notBuilt.pixels[i] * (1 - lying.pixels[i])
        }
        let nearLeaves = leaves.boxBlurred(radius: 9)
        // Brown alone may be earth or stone: the prompt or green plants in view make leaves of it.
        let belief = min(1, Float(priors.vegetation) + 4 * greenShare)
        dry = f.plane { i in
            let filled =
                ramp(0.10, 0.32, nearLeaves.pixels[i]) * hueBand(25...100, softness: 12, hue[i])
                * ramp(0.012, 0.03, chroma[i]) * ramp(0.012, 0.028, texture[i]) * (1 - sky.pixels[i])
                * (1 - hueBand(95...160, softness: 8, hue[i]) * ramp(0.03, 0.06, chroma[i]))
                * notBuilt.pixels[i] * (1 - lying.pixels[i])
            return max(leaves.pixels[i], filled) * belief
        }
        self.greenShare = greenShare
    }

    /// How much a pixel's surroundings are lines that lie down, 0…1: leaves lie every way and stalks stand; boards, ledges and
    /// ripples lie.
    private static func lying(_ f: SceneFeatures) -> Plane {
        let slopes = Slopes(f.color.lightness.gaussianBlurred(sigma: 0.7))
        let across = slopes.across.map { $0 * $0 }.boxBlurred(radius: 7)
        let down = slopes.down.map { $0 * $0 }.boxBlurred(radius: 7)
        let both = slopes.across.multiplied(by: slopes.down).boxBlurred(radius: 7)
        return f.plane { i in
            let (xx, yy, xy) = (across.pixels[i], down.pixels[i], both.pixels[i])
            let agreement = ((xx - yy) * (xx - yy) + 4 * xy * xy).squareRoot() / (xx + yy + 1e-6)
            return ramp(0.4, 0.65, agreement) * ramp(0.45, 0.7, yy / (xx + yy + 1e-6))
        }
    }
}
