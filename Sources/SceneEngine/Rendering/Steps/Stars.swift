import CPixelKernels
import Foundation

extension RenderStep {
    /// Stars of different brightness and colour, fading towards the horizon and hidden by clouds.
    static let stars = RenderStep(
        "lighting the stars",
        isNeeded: { (LightMood(for: $0)?.starlight ?? 0) > 0 && !$0.suppresses(.stars) }
    ) { state in
        guard var plate = state.sky, let mood = state.mood else { return }
        let wanted = state.plan.contains(.stars) || state.plan.contains(.aurora) || state.plan.contains(.milkyWay)
        guard wanted || mood.starlight >= 1 else { return }
        let asked = state.plan.contains(.stars) ? state.strength(of: .stars) : 0.3
        let density = (0.6 + asked) * mood.starlight
        let brightness = (0.7 + 0.6 * asked) * (mood.starlight >= 1 ? 1 : 0.8)
        let dots = starDots(state, plate, density: density, brightness: brightness)
        let width = Int32(state.width)
        plate.image.update(parallelism: state.parallelism) { sky, _, rows in
            for (layer, softness) in [(dots.points, Float(0.9)), (dots.glows, 1)] {
                pk_dots_add(sky, width, layer, layer.count, softness, Int32(rows.lowerBound), Int32(rows.upperBound))
            }
        }
        state.sky = plate
    }
}

private func starDots(
    _ state: RenderState,
    _ plate: SkyPlate,
    density: Float,
    brightness: Float
) -> (points: [pk_dot], glows: [pk_dot]) {
    let random = state.stream(21)
    let area = Float(state.width * state.height) / (700 * 1024) / max(1, state.scale * state.scale)
    let count = Int(1500 * density * area)
    var points: [pk_dot] = [], glows: [pk_dot] = []
    for index in 0..<count {
        let y = random[8 * index] * plate.horizon, x = random[8 * index + 1] * Float(state.width)
        guard Int(y) < plate.height else { continue }
        // Few are bright: a Pareto distribution.
        let pareto = Float(pow(Double(max(1e-4, 1 - random[8 * index + 2])), -1 / 1.9)) - 1
        let light = min((pareto + 0.12) * 0.11, 1.6) * brightness
        let low = min(1, (1 - y / plate.horizon) * 2.2)
        let clear = plate.clear[min(Int(x), state.width - 1), Int(y)]
        let warmth = (random[8 * index + 3] + random[8 * index + 4] - 1) * 1.6
        let shine = light * low * clear
        let color = pk_color(1 + 0.18 * warmth, 1 - 0.02 * abs(warmth), 1 - 0.2 * warmth) * shine
        let radius = min(max(0.62 + 0.42 * light, 0.65), 1.45) * max(0.9, state.scale)
        points.append(pk_dot(x: x, y: y, radius: radius, color: color))
        if light > 0.75 { glows.append(pk_dot(x: x, y: y, radius: radius * 3, color: color * 0.07)) }
    }
    return (points, glows)
}
