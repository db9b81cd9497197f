import Foundation
import GenerationTypes

/// Where eyes go first: what differs from its surroundings, rare colours, edges, skin.
///
/// The sum of four maps, each from 0 to about 1. `libvips`'s own `smartcrop` looks for one most salient spot and puts
/// it into the middle; a subject is larger than a spot, and its top matters more than its middle.
struct Saliency {
    /// Long side of the picture that the maps are made for: enough to see a head, and a millisecond each.
    static let mapSide = 160

    let map: SaliencyPlane

    /// - Parameter small: A reduced copy of the picture, `.rgb`, about ``mapSide`` long.
    init(of small: Bitmap) {
        let lab = LabPlanes(small)
        let contrast = contrastWithSurroundings(lab)
        let skin = skinLikeness(lab)
        let edges = edgeDensity(lab)
        let rarity = colourRarity(lab)
        var values = contrast.values
        for index in values.indices {
            let face = 1.6 * skin.values[index] * (0.7 * contrast.values[index] + 0.3)
            values[index] =
                0.4 * contrast.values[index] + 0.35 * rarity.values[index] + 0.25 * edges.values[index] + face
        }
        let sum = SaliencyPlane(width: lab.width, height: lab.height, values: values)
        // Some of everything is everywhere; only what stands out counts.
        let background = sum.percentile(0.2)
        map = sum.map { max(0, $0 - background) }
    }
}

/// Distance between a pixel's neighbourhood and a wider one.
private func contrastWithSurroundings(_ lab: LabPlanes) -> SaliencyPlane {
    let near = lab.blurred(radius: 3)
    let wide = lab.blurred(radius: max(4, lab.width / 6))
    var values = near.lightness.values
    for index in values.indices {
        let lightness = 0.7 * (near.lightness.values[index] - wide.lightness.values[index])
        let redGreen = near.redGreen.values[index] - wide.redGreen.values[index]
        let yellowBlue = near.yellowBlue.values[index] - wide.yellowBlue.values[index]
        values[index] = (lightness * lightness + redGreen * redGreen + yellowBlue * yellowBlue).squareRoot()
    }
    return SaliencyPlane(width: lab.width, height: lab.height, values: values).normalized
}

/// How far a pixel's colour lies from all others of the picture, on average; over the cells of a coarse histogram.
private func colourRarity(_ lab: LabPlanes) -> SaliencyPlane {
    struct Cell {
        var count: Float = 0
        var lightness: Float = 0
        var redGreen: Float = 0
        var yellowBlue: Float = 0
    }
    func step(_ value: Float, _ size: Float) -> Int { min(max(Int(value / size), 0), 7) }

    let smooth = lab.blurred(radius: 1)
    var cells = [Cell](repeating: Cell(), count: 512)
    let cellOfPixel = smooth.lightness.values.indices.map { index in
        let (lightness, redGreen, yellowBlue) = (
            smooth.lightness.values[index], smooth.redGreen.values[index], smooth.yellowBlue.values[index]
        )
        let cell = step(lightness, 12.5) * 64 + step(redGreen + 64, 16) * 8 + step(yellowBlue + 64, 16)
        cells[cell].count += 1
        cells[cell].lightness += lightness
        cells[cell].redGreen += redGreen
        cells[cell].yellowBlue += yellowBlue
        return cell
    }
    let used = cells.indices.filter { cells[$0].count > 0 }
    var rarity = [Float](repeating: 0, count: cells.count)
    for cell in used {
        for other in used {
            let (here, there) = (cells[cell], cells[other])
            let lightness = 0.6 * (here.lightness / here.count - there.lightness / there.count)
            let redGreen = here.redGreen / here.count - there.redGreen / there.count
            let yellowBlue = here.yellowBlue / here.count - there.yellowBlue / there.count
            rarity[cell] +=
                there.count * (lightness * lightness + redGreen * redGreen + yellowBlue * yellowBlue).squareRoot()
        }
    }
    return SaliencyPlane(width: lab.width, height: lab.height, values: cellOfPixel.map { rarity[$0] })
        .blurred(radius: 1).normalized
}

/// Edges per area. Strong ones are capped: a lattice against the sky is not ten times as interesting as a face.
private func edgeDensity(_ lab: LabPlanes) -> SaliencyPlane {
    let colour = lab.redGreen.gradientMagnitude.combined(with: lab.yellowBlue.gradientMagnitude, +)
    let edges = lab.lightness.gradientMagnitude.combined(with: colour) { $0 + 0.5 * $1 }
    let limit = edges.percentile(0.95)
    return edges.map { min($0, limit) }.blurred(radius: 3).normalized
}

/// Areas with the hue, colourfulness and lightness of skin, of all people: they differ in lightness most.
private func skinLikeness(_ lab: LabPlanes) -> SaliencyPlane {
    func ramp(_ value: Float, _ from: Float, _ length: Float) -> Float { min(max((value - from) / length, 0), 1) }

    var values = lab.lightness.values
    for index in values.indices {
        let (redGreen, yellowBlue) = (lab.redGreen.values[index], lab.yellowBlue.values[index])
        let hueDistance = (atan2f(yellowBlue, redGreen) - 0.95) / 0.28
        let chroma = (redGreen * redGreen + yellowBlue * yellowBlue).squareRoot()
        let lightness = lab.lightness.values[index]
        values[index] =
            expf(-hueDistance * hueDistance)
            * ramp(chroma, 8, 6) * ramp(-chroma, -40, 10)
            * ramp(lightness, 30, 15) * ramp(-lightness, -97, 6)
    }
    return SaliencyPlane(width: lab.width, height: lab.height, values: values).blurred(radius: max(2, lab.width / 50))
}
